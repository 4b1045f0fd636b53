import { expect, it } from 'vitest'
import { pairLast } from './pair-last'

/** Neighbours belong together; `poor` of the last ones lie somewhat below the floor, the rest far below. */
const weights =
  (poor: number) =>
  (first: number, second: number): number =>
    Math.abs(first - second) === 1 && Math.min(first, second) % 2 === 0 ? -poor : -9

const couples = (count: number) => Array.from({ length: count }, (_, at) => [2 * at, 2 * at + 1] as const)

it('pairs the last two where all others have a partner and they lie a little below the floor', () => {
  expect(pairLast(26, couples(12), weights(1))).toEqual([[24, 25]])
  expect(pairLast(26, couples(12), weights(2))).toEqual([])
})

it('leaves photos alone where more than one pair in thirteen is left', () => {
  expect(pairLast(26, couples(11), weights(1))).toEqual([])
  expect(pairLast(4, couples(1), weights(1))).toEqual([])
  expect(pairLast(170, couples(77), weights(1))).toEqual([])
  expect(pairLast(170, couples(79), weights(1))).toHaveLength(6)
})
