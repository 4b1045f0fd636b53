import { comparePhotos, compareRelief } from './compare-photos'
import type { PhotoMeasure } from './measure-photo.server'
import { createScorer, type Fitted } from './score-pair'

/** Likeness of creases from which a pair starts to look like one side shot twice. */
const RESHOT = 0.3
const RESHOT_COST = 14

/** Longest stretch without letting others run: 600 photos are 15 s of comparing, and a worker must keep beating. */
const STRETCH_MS = 40

/** The visual score of every two photos, row by row; what shows one side twice costs. */
export async function scoreLooks(
  photos: readonly PhotoMeasure[],
  likeness: Float64Array | null,
  fitted: Fitted,
): Promise<Float64Array> {
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
      const score = scorePair(signals, likeness ? likeness[first * count + second] : null)
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
      if (score < Math.min(best[first], best[second]) - 4) continue
      const { same, mirrored } = compareRelief(photos[first], photos[second])
      const cost = RESHOT_COST * Math.max(0, same - Math.max(mirrored, 0) - RESHOT)
      looks[first * count + second] = looks[second * count + first] = score - cost
    }
  }
  return looks
}
