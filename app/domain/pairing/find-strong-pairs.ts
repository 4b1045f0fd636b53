import type { Fitted } from './score-pair'

/**
 * The score below which a photo rather stays alone. Sets differ in how alike two sides are (a
 * studio against a bedroom floor), so it hangs below what this set's best pairs reach; never
 * above what any true pair in any set may need, never below what only strangers have.
 */
export function chooseFloor(looks: Float64Array, count: number, { floor }: Fitted): number {
  const bests: number[] = []
  for (let first = 0; first < count; first++) {
    let best = -Infinity
    let at = -1
    for (let second = 0; second < count; second++)
      if (second !== first && looks[first * count + second] > best) {
        best = looks[first * count + second]
        at = second
      }
    if (at > first && isBest(looks, count, at, first)) bests.push(best)
  }
  if (bests.length < 3) return floor.lowest
  bests.sort((p, q) => p - q)
  const middle = bests[bests.length >> 1]
  return Math.max(floor.lowest, Math.min(floor.highest, middle - floor.below))
}

function isBest(looks: Float64Array, count: number, row: number, column: number): boolean {
  const value = looks[row * count + column]
  for (let other = 0; other < count; other++)
    if (other !== row && looks[row * count + other] > value) return false
  return true
}

/** Log-odds ahead of the next best: seven to one. */
const CLEAR_LEAD = 2

/** Pairs the pictures alone are confident about: each other's best by a clear lead. */
export function findStrongPairs(
  count: number,
  visual: (first: number, second: number) => number,
): Array<{ first: number; second: number }> {
  const top = Array.from({ length: count }, (_, first) => {
    let best = -Infinity
    let next = -Infinity
    let at = -1
    for (let second = 0; second < count; second++) {
      if (second === first) continue
      const value = visual(first, second)
      if (value > best) {
        next = best
        best = value
        at = second
      } else if (value > next) next = value
    }
    return { at, lead: best - next, best }
  })
  const strong: Array<{ first: number; second: number }> = []
  top.forEach((own, first) => {
    if (own.at <= first) return
    const other = top[own.at]
    if (other.at === first && own.best > 0 && Math.min(own.lead, other.lead) > CLEAR_LEAD)
      strong.push({ first, second: own.at })
  })
  return strong
}
