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

test('it climbs from one item while doubling pays, and never tries what is beyond', () => {
  const tried = (cost: (size: number) => number) => {
    const sizer = new BatchSizer(16)
    return Array.from({ length: 60 }, () => {
      const size = sizer.aim()
      sizer.record(size, size * cost(size))
      return size
    })
  }
  expect(tried(() => 0.01).filter((size, i, all) => i === 0 || size !== all[i - 1])).toEqual([1, 2, 1])
  expect(Math.max(...tried((size) => 0.01 * Math.max(1 / size, 0.25)))).toBe(8)
  expect(new Set(tried((size) => 0.01 / size))).toEqual(new Set([1, 2, 4, 8, 16]))
})

test('small batches teach nothing about large ones', () => {
  const sizer = new BatchSizer(4)
  for (let i = 0; i < 10; i++) sizer.record(1, 0.01)
  expect(sizer.aim()).toBe(2)
  for (let i = 0; i < 6; i++) sizer.record(2, 0.01)
  expect(sizer.aim()).toBe(4)
})

test('a machine that stood still for some batches gets its large batches back', () => {
  const sizer = new BatchSizer(16)
  const run = (times: number, seconds: (size: number) => number) =>
    Array.from({ length: times }, () => {
      const size = sizer.aim()
      sizer.record(size, seconds(size))
      return size
    })
  const well = () => 0.05
  expect(run(100, well).at(-1)).toBe(16)
  run(3, () => 120)
  expect(sizer.aim()).toBe(2)
  expect(share(run(1000, well).slice(-100), 16)).toBeGreaterThan(0.9)
})

test('the first run of a size, slow as it may be, does not count', () => {
  const sizer = new BatchSizer(8)
  const seen = new Set<number>()
  const chosen = Array.from({ length: 100 }, () => {
    const size = sizer.aim()
    sizer.record(size, seen.has(size) ? 0.01 : 30)
    seen.add(size)
    return size
  })
  expect(chosen.slice(0, 30)).toContain(8)
  expect(share(chosen.slice(-50), 8)).toBeGreaterThan(0.9)
})
