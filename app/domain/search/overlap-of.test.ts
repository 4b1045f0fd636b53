import { expect, test } from 'vitest'
import { overlapOf } from './overlap-of'

test.each([
  [['a', 'b'], ['b', 'a'], 1],
  [['a', 'b', 'c', 'd'], ['a'], 0.25],
  [['a'], ['b'], 0],
  [[], ['b'], 0],
  [[], [], 1],
])('%j and %j share %d', (one, other, share) => {
  expect(overlapOf(one, other)).toBe(share)
})
