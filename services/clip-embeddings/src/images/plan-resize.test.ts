import { expect, test } from 'vitest'
import { planResize } from './plan-resize.ts'

test('short side to the size, long side rounded down, middle kept', () => {
  expect(planResize(640, 481, 224, 'crop')).toEqual({
    window: undefined,
    source: { width: 640, height: 481 },
    resized: { width: 298, height: 224 },
    crop: { left: 37, top: 0, width: 224, height: 224 },
  })
  expect(planResize(100, 100, 224, 'crop').crop).toEqual({ left: 0, top: 0, width: 224, height: 224 })
})

test('stretch keeps everything', () => {
  expect(planResize(640, 481, 160, 'stretch')).toEqual({
    window: undefined,
    source: { width: 640, height: 481 },
    resized: { width: 160, height: 160 },
    crop: { left: 0, top: 0, width: 160, height: 160 },
  })
})

test.each([
  [1, 5000],
  [5000, 1],
  [3, 4001],
  [20_000, 7],
])('of a %i×%i strip only the middle is resized, and its middle stays the middle', (width, height) => {
  const { window, resized, crop } = planResize(width, height, 224, 'crop')
  expect(window).toBeDefined()
  expect(resized.width * resized.height).toBeLessThan(224 * 224 * 6)
  const long = width > height ? 'width' : 'height'
  const start = width > height ? 'left' : 'top'
  const middle = (window?.[start] ?? 0) + (window?.[long] ?? 0) / 2
  expect(middle).toBe(Math.max(width, height) / 2)
  expect(crop.left + 224).toBeLessThanOrEqual(resized.width)
  expect(crop.top + 224).toBeLessThanOrEqual(resized.height)
})
