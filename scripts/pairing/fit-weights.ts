import { Random } from './stand-ins/random'

/** Photos with known partners; `features` holds, for every two of them, how alike they are by each signal (≤ 0). */
export interface KnownSet {
  readonly partner: readonly number[]
  readonly features: (first: number, second: number) => Float32Array
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
  const weight = [...prior]
  const momentum = weight.map(() => 0)
  const energy = weight.map(() => 0)
  for (let step = 1; step <= STEPS * sets.length; step++) {
    const set = sets[step % sets.length]
    const fronts = set.partner.map((_, photo) => photo).filter((photo) => photo < set.partner[photo])
    const drawn = random
      .shuffle(fronts)
      .slice(0, DRAW)
      .flatMap((photo) => [photo, set.partner[photo]])
    const slope = gradient(set, drawn, weight)
    const rate = 0.05 * (1 - step / (STEPS * sets.length + 1))
    for (let k = 0; k < weight.length; k++) {
      const g = slope[k] + pull * (weight[k] - prior[k])
      momentum[k] = 0.9 * momentum[k] + 0.1 * g
      energy[k] = 0.99 * energy[k] + 0.01 * g * g
      const move = momentum[k] / (1 - 0.9 ** step) / (Math.sqrt(energy[k] / (1 - 0.99 ** step)) + 1e-6)
      weight[k] = Math.max(0, weight[k] - rate * move)
    }
  }
  return weight
}

/** Of the mean negative log-likelihood of the true partners. */
function gradient(set: KnownSet, drawn: readonly number[], weight: readonly number[]): number[] {
  const slope = weight.map(() => 0)
  for (const photo of drawn) {
    const others = drawn.filter((other) => other !== photo)
    const rows = others.map((other) => set.features(photo, other))
    const scores = rows.map((row) => row.reduce((sum, value, k) => sum + value * weight[k], 0))
    const top = Math.max(...scores)
    const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0)
    rows.forEach((row, at) => {
      const right = others[at] === set.partner[photo] ? 1 : 0
      const share = Math.exp(scores[at] - top) / total - right
      if (Math.abs(share) < 1e-5) return
      for (let k = 0; k < slope.length; k++) slope[k] += (share * row[k]) / drawn.length
    })
  }
  return slope
}
