import type { Tower } from './start-tower.ts'

/** Several sessions of one tower as one: each run goes to the session with the fewest under way. */
export function spreadRuns(towers: [Tower, ...Tower[]]): Pick<Tower, 'inputs' | 'outputs' | 'run' | 'alive'> {
  const [first] = towers
  const underWay = new Map<Tower, number>(towers.map((tower) => [tower, 0]))
  const count = (tower: Tower) => underWay.get(tower) ?? 0
  return {
    inputs: first.inputs,
    outputs: first.outputs,
    async run(request) {
      const tower = towers.reduce((least, other) => (count(other) < count(least) ? other : least), first)
      underWay.set(tower, count(tower) + 1)
      try {
        return await tower.run(request)
      } finally {
        underWay.set(tower, count(tower) - 1)
      }
    },
    // One dead session of several is a fault of the whole: a probe might reach a living one and hide it.
    alive: () => towers.every((tower) => tower.alive()),
  }
}
