import { expect, test } from 'vitest'
import { spreadRuns } from './spread-runs.ts'
import type { Tower } from './start-tower.ts'

/** A session whose runs are finished by hand. */
function handTower(name: string, started: string[]) {
  const finish: (() => void)[] = []
  const tower: Tower & { living: boolean } = {
    inputs: [],
    outputs: [],
    living: true,
    alive: () => tower.living,
    close: async () => {},
    run: () => {
      started.push(name)
      return new Promise((resolve) => finish.push(() => resolve({ vectors: new Float32Array(), dims: [] })))
    },
  }
  return { tower, finish }
}
const request = { type: 'images', pictures: [] } as const

test('each run goes to the session with the fewest under way', async () => {
  const started: string[] = []
  const [a, b] = [handTower('a', started), handTower('b', started)]
  const both = spreadRuns([a.tower, b.tower])
  const runs = [1, 2, 3].map(() => both.run({ ...request, pictures: [] }))
  expect(started).toEqual(['a', 'b', 'a'])
  a.finish.forEach((finish) => finish())
  await Promise.all([runs[0], runs[2]])
  // b still has one: a takes the next.
  void both.run({ ...request, pictures: [] })
  expect(started).toEqual(['a', 'b', 'a', 'a'])
})

test('it lives as long as all its sessions do', () => {
  const [a, b] = [handTower('a', []), handTower('b', [])]
  const both = spreadRuns([a.tower, b.tower])
  expect(both.alive()).toBe(true)
  b.tower.living = false
  expect(both.alive()).toBe(false)
})
