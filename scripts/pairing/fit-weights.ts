import { Random } from './stand-ins/random'

/** Photos with known partners, and how alike every two of them are by each signal (≤ 0, except the embedding's). */
export interface KnownSet {
  readonly partner: readonly number[]
  readonly signals: number
  /** Row by row, `signals` values for every two photos. */
  readonly features: Float32Array
}

const STEPS = 400
const DRAW = 30

/**
 * Fits weights so that, among the photos of a random draw, each photo's true partner gets the largest share (softmax
 * over the draw): the question matching asks, not the easier "same or different" of two photos taken at random.
 * Weights stay ≥ 0, so a difference never speaks for a pair, and are pulled (`pull`) towards `prior`: what the sets
 * fitted on make too easy must not take over. Every step draws from one of the sets in turn.
 */
export function fitWeights(
  sets: readonly KnownSet[],
  prior: readonly number[],
  pull: number,
  seed: number,
): number[] {
  const random = new Random(seed)
  const weight = Float64Array.from(prior)
  const momentum = new Float64Array(weight.length)
  const energy = new Float64Array(weight.length)
  const steps = STEPS * sets.length
  for (let step = 1; step <= steps; step++) {
    const set = sets[step % sets.length]
    const fronts = set.partner.map((_, photo) => photo).filter((photo) => photo < set.partner[photo])
    const drawn = random
      .shuffle(fronts)
      .slice(0, DRAW)
      .flatMap((photo) => [photo, set.partner[photo]])
    const slope = gradient(set, drawn, weight)
    const rate = 0.05 * (1 - step / (steps + 1))
    for (let k = 0; k < weight.length; k++) {
      const g = slope[k] + pull * (weight[k] - prior[k])
      momentum[k] = 0.9 * momentum[k] + 0.1 * g
      energy[k] = 0.99 * energy[k] + 0.01 * g * g
      const move = momentum[k] / (1 - 0.9 ** step) / (Math.sqrt(energy[k] / (1 - 0.99 ** step)) + 1e-6)
      weight[k] = Math.max(0, weight[k] - rate * move)
    }
  }
  return [...weight]
}

/** Of the mean negative log-likelihood of the true partners. */
function gradient(set: KnownSet, drawn: readonly number[], weight: Float64Array): Float64Array {
  const { partner, signals, features } = set
  const slope = new Float64Array(weight.length)
  const scores = new Float64Array(drawn.length)
  for (const photo of drawn) {
    const row = photo * partner.length
    let top = -Infinity
    for (const [at, other] of drawn.entries()) {
      let score = 0
      const from = (row + other) * signals
      for (let k = 0; k < signals; k++) score += features[from + k] * weight[k]
      scores[at] = other === photo ? -Infinity : score
      top = Math.max(top, scores[at])
    }
    let total = 0
    for (const score of scores) total += Math.exp(score - top)
    for (const [at, other] of drawn.entries()) {
      const share = Math.exp(scores[at] - top) / total - (other === partner[photo] ? 1 : 0)
      if (Math.abs(share) < 1e-5) continue
      const from = (row + other) * signals
      for (let k = 0; k < signals; k++) slope[k] += (share * features[from + k]) / drawn.length
    }
  }
  return slope
}
