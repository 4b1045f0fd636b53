/** A pair the pictures alone are confident about, by photo index. */
interface StrongPair {
  readonly first: number
  readonly second: number
}

/** Pseudo-counts by which the "order means nothing" view resists: about eight pairs' worth. */
const RESISTANCE = 8
/** No order evidence outweighs this much picture evidence. */
const MOST = 3

/**
 * Asks the set itself whether file order (or capture order) means anything. If the pairs the
 * pictures are sure about keep standing k places apart (1: front, back, front, back…; 13: all
 * fronts, then all backs), then k apart is evidence for the unsure ones too; if they stand
 * anywhere, the answer is 0 for every gap. Returns log-odds by gap.
 */
export function learnOrder(
  places: readonly number[],
  strong: readonly StrongPair[],
): (first: number, second: number) => number {
  const count = places.length
  const gaps = new Map<number, number>()
  for (const pair of strong) {
    const gap = Math.abs(places[pair.first] - places[pair.second])
    gaps.set(gap, (gaps.get(gap) ?? 0) + 1)
  }
  const chance = (gap: number): number => (2 * (count - gap)) / (count * (count - 1))
  const known = new Set(strong.map((pair) => `${pair.first}-${pair.second}`))
  return (first, second) => {
    const gap = Math.abs(places[first] - places[second])
    if (gap === 0 || strong.length < 3) return 0
    // why: a pair must not be its own witness.
    const own = known.has(`${Math.min(first, second)}-${Math.max(first, second)}`) ? 1 : 0
    const expected = chance(gap)
    const seen = ((gaps.get(gap) ?? 0) - own + RESISTANCE * expected) / (strong.length - own + RESISTANCE)
    return Math.max(-MOST, Math.min(MOST, Math.log(seen / expected)))
  }
}

/** Places of the photos in the order they were taken; equal moments keep the given order. */
export function momentOrder(moments: ReadonlyArray<number | null>): number[] {
  const sorted = moments
    .map((moment, index) => ({ moment: moment ?? 0, index }))
    .sort((p, q) => p.moment - q.moment || p.index - q.index)
  const places = new Array<number>(moments.length).fill(0)
  sorted.forEach(({ index }, place) => {
    places[index] = place
  })
  return places
}
