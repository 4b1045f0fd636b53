import { coupleAt, eachCouple, FEATURES, scoreCouples, type Couples } from './couples'

const ROUNDS = 2
const STEPS = 40
const RATE = 0.08
/** A pair teaches when its share among all partners of either side is at least this, and as much as that share. */
const LEAST_SHARE = 0.6
/** Rivals looked at by photo: further down their share is nothing, and the time grows with the photos alone. */
const RIVALS = 40

/**
 * The weights as this set bears them out. What tells products apart differs from set to set: on one white surface the
 * surface is noise, on twelve beds it is half the answer. Pairs that are each other's best stand for true ones, and
 * the weights move to tell them from their rivals better, held by what was learned on other sets as firmly as `hold`
 * photos' worth of it.
 */
export function adaptWeights(couples: Couples, fitted: readonly number[], hold: number): number[] {
  const weight = [...fitted]
  for (let round = 0; round < ROUNDS; round++) {
    const lessons = findLessons(couples, scoreCouples(couples, weight))
    if (lessons.length === 0) return weight
    for (let step = 0; step < STEPS; step++) {
      const slope = slopeOf(couples, lessons, weight)
      const rate = RATE * (1 - step / STEPS)
      for (let at = 0; at < weight.length; at++) {
        const pull = (slope[at] + hold * (weight[at] - fitted[at])) / (hold + 3)
        weight[at] = Math.max(0, weight[at] - rate * Math.max(-1, Math.min(1, pull)))
      }
    }
  }
  return weight
}

/** One photo's partner, first, and its rivals, as couples; and how much it may teach. */
interface Lesson {
  readonly couples: Int32Array
  readonly share: number
}

function findLessons({ count }: Couples, scores: Float64Array): Lesson[] {
  const best = new Int32Array(count).fill(-1)
  const scoreOf = (one: number, other: number): number => scores[coupleAt(count, one, other)]
  eachCouple(count, (first, second, couple) => {
    if (best[first] < 0 || scores[couple] > scoreOf(first, best[first])) best[first] = second
    if (best[second] < 0 || scores[couple] > scoreOf(second, best[second])) best[second] = first
  })
  const shareOf = (photo: number): number => {
    const top = scoreOf(photo, best[photo])
    let total = 0
    for (let other = 0; other < count; other++)
      if (other !== photo) total += Math.exp(scoreOf(photo, other) - top)
    return 1 / total
  }
  const lessons: Lesson[] = []
  for (let photo = 0; photo < count; photo++) {
    const partner = best[photo]
    if (partner < 0 || best[partner] !== photo) continue
    const share = Math.sqrt(shareOf(photo) * shareOf(partner))
    if (share < LEAST_SHARE) continue
    const row = Array.from({ length: count }, (_, other) => other).filter((other) => other !== photo)
    const near = row.sort((p, q) => scoreOf(photo, q) - scoreOf(photo, p)).slice(0, RIVALS)
    lessons.push({ couples: Int32Array.from(near, (other) => coupleAt(count, photo, other)), share })
  }
  return lessons
}

/** Of the negative log-likelihood of the partners (each lesson's first couple) among their rivals. */
function slopeOf(
  { features, cost }: Couples,
  lessons: readonly Lesson[],
  weight: readonly number[],
): Float64Array {
  const slope = new Float64Array(FEATURES)
  const scores = new Float64Array(RIVALS)
  for (const { couples, share } of lessons) {
    let top = -Infinity
    couples.forEach((couple, rival) => {
      let score = -cost[couple]
      for (let at = 0; at < FEATURES; at++) score += weight[at] * features[couple * FEATURES + at]
      scores[rival] = score
      top = Math.max(top, score)
    })
    let total = 0
    for (let rival = 0; rival < couples.length; rival++) total += Math.exp(scores[rival] - top)
    couples.forEach((couple, rival) => {
      const error = share * (Math.exp(scores[rival] - top) / total - (rival === 0 ? 1 : 0))
      if (Math.abs(error) < 1e-5) return
      for (let at = 0; at < FEATURES; at++) slope[at] += error * features[couple * FEATURES + at]
    })
  }
  return slope
}
