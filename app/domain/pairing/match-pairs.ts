import { Blossoms } from './blossoms'

/** A possible pair and what it is worth; pairs worth nothing or less are never taken. */
export interface WeightedPair {
  readonly first: number
  readonly second: number
  readonly weight: number
}

/** Weights become whole numbers on this scale, so that the solver's arithmetic is exact. */
const SCALE = 1_000_000

/**
 * The set of disjoint pairs with the greatest total weight, exactly (Edmonds' blossom algorithm).
 *
 * Greedy picking loses here: one wrong high score steals a partner and breaks two pairs. Pairs
 * with weight ≤ 0 cannot be part of a best answer, and parts of the graph that share no pair
 * do not influence each other; both facts are used to shrink the problem without changing its
 * answer. 600 photos with every pair worth something take a few seconds, a usual set milliseconds.
 */
export function matchPairs(
  count: number,
  candidates: readonly WeightedPair[],
): Array<readonly [number, number]> {
  const useful = candidates.filter(
    (pair) => Math.round(pair.weight * SCALE) > 0 && pair.first !== pair.second,
  )
  const group = new Int32Array(count).map((_, index) => index)
  const root = (index: number): number => {
    let at = index
    while (group[at] !== at) {
      group[at] = group[group[at]]
      at = group[at]
    }
    return at
  }
  for (const pair of useful) group[root(pair.first)] = root(pair.second)
  const members = new Map<number, number[]>()
  const place = new Int32Array(count)
  for (let index = 0; index < count; index++) {
    const list = members.get(root(index)) ?? []
    list.push(index)
    place[index] = list.length
    members.set(root(index), list)
  }
  const inGroup = new Map<number, WeightedPair[]>()
  for (const pair of useful) {
    const list = inGroup.get(root(pair.first)) ?? []
    list.push(pair)
    inGroup.set(root(pair.first), list)
  }
  const chosen: Array<readonly [number, number]> = []
  for (const [id, pairs] of inGroup) {
    const people = members.get(id) ?? []
    const solver = new Blossoms(people.length)
    for (const pair of pairs)
      solver.offer(place[pair.first], place[pair.second], Math.round(pair.weight * SCALE))
    for (const [first, second] of solver.solve()) chosen.push([people[first - 1], people[second - 1]])
  }
  return chosen.sort((p, q) => p[0] - q[0])
}
