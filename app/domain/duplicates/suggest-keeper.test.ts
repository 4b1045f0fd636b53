import { expect, test } from 'vitest'
import { suggestKeeper } from './suggest-keeper'

const photo = (id: string, width: number, height: number, byteSize: number, day = '01') => ({
  id,
  width,
  height,
  byteSize,
  createdAt: `2026-01-${day}T00:00:00.000Z`,
})

test('the most pixels win, whatever the size of the file', () => {
  expect(suggestKeeper([photo('small', 800, 600, 900_000), photo('large', 1600, 1200, 400_000)])).toEqual({
    id: 'large',
    reason: 'most pixels',
  })
})

test('at nearly the same pixels the larger file was compressed least', () => {
  expect(suggestKeeper([photo('light', 1600, 1200, 300_000), photo('heavy', 1600, 1199, 700_000)])).toEqual({
    id: 'heavy',
    reason: 'least compressed',
  })
})

test('equals: the first upload stays', () => {
  expect(suggestKeeper([photo('b', 10, 10, 5, '02'), photo('a', 10, 10, 5, '01')])).toEqual({
    id: 'a',
    reason: 'uploaded first',
  })
  expect(suggestKeeper([])).toBeUndefined()
})
