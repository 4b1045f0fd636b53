import { matchPairs, type WeightedPair } from './match-pairs'

/** Of the photos, the share that may be left over for these to count as the last: one pair of thirteen. */
const LAST = 1 / 13
/** How far below the floor the last ones may lie. */
const ROOM = 1.45

/**
 * Pairs among the few photos that the matching left alone. Where nearly all have found a partner, most sets are
 * complete, and those left over belong together though they look poorer than this set's pairs do; where many are left,
 * most are odd ones, and stay alone. `weightOf` is 0 at the floor.
 */
export function pairLast(
  count: number,
  chosen: ReadonlyArray<readonly [number, number]>,
  weightOf: (first: number, second: number) => number,
): Array<readonly [number, number]> {
  const paired = new Set(chosen.flat())
  const alone = Array.from({ length: count }, (_, photo) => photo).filter((photo) => !paired.has(photo))
  if (alone.length < 2 || alone.length > LAST * count) return []
  const candidates: WeightedPair[] = []
  for (const [at, first] of alone.entries())
    for (const second of alone.slice(at + 1))
      candidates.push({ first, second, weight: weightOf(first, second) + ROOM })
  return matchPairs(count, candidates)
}
