import { SIGNALS } from '../compare-photos'
import type { Weights } from '../score-pair'
import type { Random } from './random'

/** Photos with known partners, and the signals of every two of them. */
interface KnownSet {
  readonly partner: readonly number[]
  readonly signals: (first: number, second: number) => Float32Array
}

const STEPS = 400
const DRAW = 60

/**
 * Fits the weights so that, among the photos of a random draw, each photo's true partner gets
 * the largest share (softmax over the draw): the question matching asks, not the easier
 * "same or different" of two photos taken at random. Weights stay ≥ 0 and are pulled towards
 * one another (`pull`), because the stand-in pairs it learns from are not real pairs and a
 * signal they make too easy must not take over.
 */
export function fitWeights(known: KnownSet, random: Random, pull: number, prior: readonly number[]): Weights {
  const scale = SIGNALS.map((_, signal) => {
    const values = known.partner
      .map((partner, photo) => known.signals(photo, partner)[signal] ?? 0)
      .sort((p, q) => p - q)
    return Math.max(1e-3, values[values.length >> 1] ?? 1)
  })
  const weight = [...prior]
  const momentum = weight.map(() => 0)
  const energy = weight.map(() => 0)
  const fronts = known.partner
    .map((partner, photo) => (photo < partner ? photo : -1))
    .filter((photo) => photo >= 0)
  for (let step = 1; step <= STEPS; step++) {
    const drawn = random
      .shuffle(fronts)
      .slice(0, DRAW)
      .flatMap((photo) => [photo, known.partner[photo] ?? photo])
    const slope = gradient(known, drawn, scale, weight)
    for (let k = 0; k < weight.length; k++) {
      const g = (slope[k] ?? 0) + pull * ((weight[k] ?? 0) - (prior[k] ?? 0))
      momentum[k] = 0.9 * (momentum[k] ?? 0) + 0.1 * g
      energy[k] = 0.99 * (energy[k] ?? 0) + 0.01 * g * g
      const rate =
        (0.05 * (1 - step / (STEPS + 1))) / (Math.sqrt((energy[k] ?? 0) / (1 - 0.99 ** step)) + 1e-6)
      weight[k] = Math.max(0, (weight[k] ?? 0) - (rate * (momentum[k] ?? 0)) / (1 - 0.9 ** step))
    }
  }
  return { scale, weight }
}

function gradient(
  known: KnownSet,
  drawn: readonly number[],
  scale: readonly number[],
  weight: readonly number[],
): number[] {
  const slope = weight.map(() => 0)
  for (const photo of drawn) {
    const rows = drawn
      .filter((other) => other !== photo)
      .map((other) => {
        const signals = known.signals(photo, other)
        const features = scale.map((usual, k) => -Math.log1p((signals[k] ?? 0) / usual))
        return {
          other,
          features,
          score: features.reduce((sum, value, k) => sum + value * (weight[k] ?? 0), 0),
        }
      })
    const top = Math.max(...rows.map((row) => row.score))
    const total = rows.reduce((sum, row) => sum + Math.exp(row.score - top), 0)
    for (const row of rows) {
      const share = Math.exp(row.score - top) / total - (row.other === known.partner[photo] ? 1 : 0)
      if (Math.abs(share) < 1e-5) continue
      row.features.forEach((value, k) => {
        slope[k] = (slope[k] ?? 0) + (share * value) / drawn.length
      })
    }
  }
  return slope
}
