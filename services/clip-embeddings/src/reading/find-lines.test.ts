import { expect, test } from 'vitest'
import { findLines } from './find-lines.js'
import { fitRectangle } from './fit-rectangle.js'
import { orderLines } from './order-lines.js'

/** A map on which each rectangle is as sure as `sure`. */
function mapOf(
  rectangles: { x: number; y: number; width: number; height: number; degrees?: number; sure?: number }[],
) {
  const map = new Float32Array(200 * 100)
  for (const { x, y, width, height, degrees = 0, sure = 0.9 } of rectangles) {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
    for (let py = 0; py < 100; py++) {
      for (let px = 0; px < 200; px++) {
        const along = (px - x) * cos + (py - y) * sin
        const across = (py - y) * cos - (px - x) * sin
        if (Math.abs(along) <= width / 2 && Math.abs(across) <= height / 2) map[py * 200 + px] = sure
      }
    }
  }
  return map
}

test('the least rectangle around points may be turned', () => {
  const box = fitRectangle([
    [10, 0],
    [0, 10],
    [20, 10],
    [10, 20],
  ])
  expect(box?.width).toBeCloseTo(Math.SQRT2 * 10)
  expect(box?.height).toBeCloseTo(Math.SQRT2 * 10)
  expect([box?.x, box?.y]).toEqual([expect.closeTo(10), expect.closeTo(10)])
})

test.each([0, 15, -30, 44])('a line turned by %i degrees is found with its angle and a margin', (degrees) => {
  const [box, ...others] = findLines(mapOf([{ x: 100, y: 50, width: 80, height: 10, degrees }]), 200, 100)
  expect(others).toEqual([])
  expect(Math.abs((box?.x ?? 0) - 100)).toBeLessThan(1)
  expect(Math.abs((box?.y ?? 0) - 50)).toBeLessThan(1)
  expect((Math.atan2(box?.uy ?? 0, box?.ux ?? 0) * 180) / Math.PI).toBeCloseTo(degrees, -0.5)
  // A margin of 1.5 × area / circumference on every side: 13 pixels in all.
  expect(Math.abs((box?.width ?? 0) - 93)).toBeLessThan(3)
  expect(Math.abs((box?.height ?? 0) - 23)).toBeLessThan(3)
})

test('specks and doubtful patches are no lines', () => {
  const map = mapOf([
    { x: 20, y: 20, width: 2, height: 2 },
    { x: 100, y: 50, width: 80, height: 10, sure: 0.4 },
  ])
  expect(findLines(map, 200, 100)).toEqual([])
})

test('lines are ordered row by row, in a row from the left', () => {
  const line = (x: number, y: number, height = 20) => ({ box: { x, y, ux: 1, uy: 0, width: 60, height } })
  const [a, b, c, d] = [line(50, 12), line(150, 9), line(40, 40), line(160, 44)]
  expect(orderLines([d, b, c, a])).toEqual([a, b, c, d])
})
