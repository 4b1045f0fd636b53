import { expect, test } from 'vitest'
import { BatchSizer } from './batch-sizer.ts'

/** Runs a sizer against a made-up machine and returns the sizes it chose after it has learnt. */
function choices(largest: number, secondsAnItem: (size: number) => number): number[] {
  const sizer = new BatchSizer(largest)
  const chosen: number[] = []
  for (let i = 0; i < 400; i++) {
    const size = sizer.aim()
    sizer.record(size, size * secondsAnItem(size))
    if (i >= 100) chosen.push(size)
  }
  return chosen
}
const share = (chosen: number[], size: number) => chosen.filter((one) => one === size).length / chosen.length

test('where batches help the largest is taken, where they hurt the smallest', () => {
  expect(
    share(
      choices(16, (size) => 0.01 / size),
      16,
    ),
  ).toBeGreaterThan(0.95)
  expect(
    share(
      choices(16, (size) => 0.001 * size),
      1,
    ),
  ).toBeGreaterThan(0.95)
  expect(
    share(
      choices(16, (size) => 0.001 * Math.abs(size - 4) + 0.001),
      4,
    ),
  ).toBeGreaterThan(0.9)
})

test('it changes its mind when the machine changes', () => {
  const sizer = new BatchSizer(8)
  const run = (times: number, cost: (size: number) => number) => {
    let last = 0
    for (let i = 0; i < times; i++) {
      last = sizer.aim()
      sizer.record(last, last * cost(last))
    }
    return last
  }
  run(200, (size) => 0.001 * size)
  const chosen = Array.from({ length: 200 }, () => run(20, (size) => 0.01 / size))
  expect(share(chosen.slice(-50), 8)).toBeGreaterThan(0.8)
})

test('a batch of a slow model stays within the budget', () => {
  expect(Math.max(...choices(64, () => 0.3))).toBeLessThanOrEqual(3)
  expect(choices(64, () => 5)).not.toContain(2)
})

test('while it learns it goes from the largest size down, and small batches teach nothing about large ones', () => {
  const sizer = new BatchSizer(4)
  expect(sizer.aim()).toBe(4)
  for (let i = 0; i < 10; i++) sizer.record(1, 0.01)
  expect(sizer.aim()).toBe(4)
  for (let i = 0; i < 3; i++) sizer.record(4, 0.01)
  expect(sizer.aim()).toBe(2)
})
