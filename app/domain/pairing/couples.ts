import { comparePhotos, compareRelief, SIGNALS } from './compare-photos'
import type { PhotoMeasure } from './measure-photo.server'
import { alikeness, clampLikeness, type Fitted } from './score-pair'

/** What is weighed of every two photos: alikeness by each signal, ≤ 0, and last the embedding's likeness. */
export interface Couples {
  readonly count: number
  /** FEATURES values a couple, row by row of the upper triangle: 10 MB for 600 photos. */
  readonly features: Float32Array
  /** What showing one side twice costs, by couple. */
  readonly cost: Float32Array
}

export const FEATURES = SIGNALS.length + 1

/** Place of a couple in the upper triangle; either order. */
export function coupleAt(count: number, one: number, other: number): number {
  const [first, second] = one < other ? [one, other] : [other, one]
  return first * count - (first * (first + 1)) / 2 + second - first - 1
}

/** Likeness of creases from which a pair starts to look like one side shot twice. */
const RESHOT = 0.3
const RESHOT_COST = 14
/** The relief is the dearest comparison, and changes nothing this far below the lesser of two photos' best. */
const NEAR_TOP = 5

/** Longest stretch without letting others run: 600 photos are 15 s of comparing, and a worker must keep beating. */
const STRETCH_MS = 40

/** Compares every two photos once; `likeness` is the embedding's, absent where no model took part. */
export async function comparePairwise(
  photos: readonly PhotoMeasure[],
  likeness: Float64Array | null,
  fitted: Fitted,
): Promise<Couples> {
  const count = photos.length
  const size = (count * (count - 1)) / 2
  const features = new Float32Array(size * FEATURES)
  const cost = new Float32Array(size)
  const pause = restEvery(STRETCH_MS)
  for (let first = 0, couple = 0; first < count; first++) {
    await pause()
    for (let second = first + 1; second < count; second++, couple++) {
      const at = couple * FEATURES
      features.set(alikeness(comparePhotos(photos[first], photos[second]), fitted), at)
      features[at + FEATURES - 1] = likeness ? clampLikeness(likeness[first * count + second]) : 0
    }
  }
  const couples = { count, features, cost }
  const looks = scoreCouples(couples, [...SIGNALS.map((signal) => fitted.signals[signal].weight), 0])
  const best = new Float64Array(count).fill(-Infinity)
  eachCouple(count, (first, second, couple) => {
    best[first] = Math.max(best[first], looks[couple])
    best[second] = Math.max(best[second], looks[couple])
  })
  for (let first = 0, couple = 0; first < count; first++) {
    await pause()
    for (let second = first + 1; second < count; second++, couple++) {
      if (looks[couple] < Math.min(best[first], best[second]) - NEAR_TOP) continue
      const { same, mirrored } = compareRelief(photos[first], photos[second])
      cost[couple] = RESHOT_COST * Math.max(0, same - Math.max(mirrored, 0) - RESHOT)
    }
  }
  return couples
}

/** Every couple's score by these weights, costs taken off. */
export function scoreCouples({ features, cost }: Couples, weight: readonly number[]): Float64Array {
  const scores = new Float64Array(cost.length)
  for (let couple = 0; couple < scores.length; couple++) {
    let score = -cost[couple]
    for (let at = 0; at < FEATURES; at++) score += weight[at] * features[couple * FEATURES + at]
    scores[couple] = score
  }
  return scores
}

export function eachCouple(
  count: number,
  visit: (first: number, second: number, couple: number) => void,
): void {
  for (let first = 0, couple = 0; first < count; first++)
    for (let second = first + 1; second < count; second++, couple++) visit(first, second, couple)
}

function restEvery(stretch: number): () => Promise<void> {
  let rested = performance.now()
  return async () => {
    if (performance.now() - rested < stretch) return
    await new Promise((resolve) => setTimeout(resolve, 0))
    rested = performance.now()
  }
}
