import { comparePhotos, compareRelief } from './compare-photos'
import type { PhotoMeasure } from './measure-photo.server'
import { clampLikeness, createScorer, USUAL_LIKENESS, type Fitted } from './score-pair'

/** Likeness of creases from which a pair starts to look like one side shot twice. */
const RESHOT = 0.3
const RESHOT_COST = 14

/** Longest stretch without letting others run: 600 photos are 15 s of comparing, and a worker must keep beating. */
const STRETCH_MS = 40

/** Share of photos whose best partner by looks is also the model's, from which the model is believed in full. */
const AGREEMENT = 0.35
/** Photos' worth of agreement taken for granted, so that a small set does not swing. */
const RESISTANCE = 6

/** How alike every two photos look, row by row: by the measures, and by the embedding model where it took part. */
export async function scoreLooks(
  photos: readonly PhotoMeasure[],
  likeness: Float64Array | null,
  fitted: Fitted,
): Promise<Float64Array> {
  const looks = await scoreMeasures(photos, fitted)
  const count = photos.length
  // why: between near-twins a model's differences are noise; then its favourites are not those of the measures.
  const agreeing = likeness ? countAgreeing(looks, likeness, count) : count
  const belief = Math.min(1, (agreeing / AGREEMENT + RESISTANCE) / (count + RESISTANCE))
  for (let at = 0; at < looks.length; at++)
    looks[at] +=
      fitted.embedding *
      (belief * clampLikeness(likeness?.[at] ?? USUAL_LIKENESS) + (1 - belief) * USUAL_LIKENESS)
  return looks
}

/** Photos for which both name the same best partner. */
function countAgreeing(looks: Float64Array, likeness: Float64Array, count: number): number {
  const bestOf = (scores: Float64Array, photo: number): number => {
    let best = photo === 0 ? 1 : 0
    for (let other = 0; other < count; other++)
      if (other !== photo && scores[photo * count + other] > scores[photo * count + best]) best = other
    return best
  }
  let agreeing = 0
  for (let photo = 0; photo < count; photo++) if (bestOf(looks, photo) === bestOf(likeness, photo)) agreeing++
  return agreeing
}

/** The measures' score of every two photos; what shows one side twice costs. */
async function scoreMeasures(photos: readonly PhotoMeasure[], fitted: Fitted): Promise<Float64Array> {
  const count = photos.length
  const scorePair = createScorer(fitted)
  const looks = new Float64Array(count * count).fill(-Infinity)
  const best = new Float64Array(count).fill(-Infinity)
  let rested = performance.now()
  const pause = async (): Promise<void> => {
    if (performance.now() - rested < STRETCH_MS) return
    await new Promise((resolve) => setTimeout(resolve, 0))
    rested = performance.now()
  }
  for (let first = 0; first < count; first++) {
    await pause()
    for (let second = first + 1; second < count; second++) {
      const signals = comparePhotos(photos[first], photos[second])
      const score = scorePair(signals)
      looks[first * count + second] = looks[second * count + first] = score
      best[first] = Math.max(best[first], score)
      best[second] = Math.max(best[second], score)
    }
  }
  for (let first = 0; first < count; first++) {
    await pause()
    for (let second = first + 1; second < count; second++) {
      const score = looks[first * count + second]
      // why only near the top: the relief is the dearest comparison and changes nothing further down.
      if (score < Math.min(best[first], best[second]) - 5) continue
      const { same, mirrored } = compareRelief(photos[first], photos[second])
      const cost = RESHOT_COST * Math.max(0, same - Math.max(mirrored, 0) - RESHOT)
      looks[first * count + second] = looks[second * count + first] = score - cost
    }
  }
  return looks
}
