/** A pair the pictures alone are confident about, by photo index. */
interface StrongPair {
  readonly first: number
  readonly second: number
}

/** Pseudo-counts by which the "order means nothing" view resists: about eight pairs' worth. */
const RESISTANCE = 8
/** No order evidence outweighs this much picture evidence. */
const MOST = 3
/** Log-likelihood by which a gap must stand out; as many gaps as photos are tried, so their number is added. */
const STANDS_OUT = 3

/**
 * Asks the set itself whether file order (or capture order) means anything. If the pairs the pictures are sure about
 * keep standing k places apart (1: front, back, front, back…; 13: all fronts, then all backs), then k apart is evidence
 * for the unsure ones too. Only a gap seen far more often than chance counts: among 85 pairs that stand anywhere, some
 * gap always comes up thrice, and another never. Returns log-odds by gap, 0 for all where no gap stands out.
 */
export function learnOrder(
  places: readonly number[],
  strong: readonly StrongPair[],
): (first: number, second: number) => number {
  const count = places.length
  const seen = new Map<number, number>()
  for (const pair of strong) {
    const gap = Math.abs(places[pair.first] - places[pair.second])
    seen.set(gap, (seen.get(gap) ?? 0) + 1)
  }
  const chance = (gap: number): number => (2 * (count - gap)) / (count * (count - 1))
  const habits = new Map(
    [...seen].filter(
      ([gap, times]) => surprise(times, strong.length, chance(gap)) > STANDS_OUT + Math.log(count),
    ),
  )
  if (habits.size === 0) return () => 0
  const usual = [...habits.values()].reduce((sum, times) => sum + times, 0)
  const usualChance = [...habits.keys()].reduce((sum, gap) => sum + chance(gap), 0)
  const known = new Set(strong.map((pair) => `${pair.first}-${pair.second}`))
  return (first, second) => {
    const gap = Math.abs(places[first] - places[second])
    if (gap === 0) return 0
    // why: a pair must not be its own witness.
    const own = known.has(`${Math.min(first, second)}-${Math.max(first, second)}`) ? 1 : 0
    const times = habits.get(gap)
    const [witnesses, expected] =
      times === undefined ? [strong.length - usual - own, 1 - usualChance] : [times - own, chance(gap)]
    const share = (witnesses + RESISTANCE * expected) / (strong.length - own + RESISTANCE)
    return Math.max(-MOST, Math.min(MOST, Math.log(share / expected)))
  }
}

/** How much better "this gap is a habit" explains that many of `all` than chance does, in log-likelihood. */
function surprise(times: number, all: number, chance: number): number {
  const share = times / all
  if (share <= chance || times < 3) return 0
  const rest = share === 1 ? 0 : (all - times) * Math.log((1 - share) / (1 - chance))
  return times * Math.log(share / chance) + rest
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
