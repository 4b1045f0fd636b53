import fitted from './fit/weights.json'
import { SIGNALS, type Signals } from './compare-photos'

/**
 * What the fit learned: a usual distance and a weight for each signal. All weights are ≥ 0, so
 * a larger difference can never speak for a pair, whatever photos it meets.
 */
export interface Weights {
  readonly scale: readonly number[]
  readonly weight: readonly number[]
}

export const WEIGHTS: Weights = {
  scale: SIGNALS.map((signal) => fitted.signals[signal].scale),
  weight: SIGNALS.map((signal) => fitted.signals[signal].weight),
}

/**
 * Log-odds-like score of a pair, ≤ 0; 0 means no difference at all. Differences count by their
 * logarithm: twice as different is as bad a step from small as from large, so that one signal
 * gone wrong (a failed cut-out, a flash) cannot outvote all others.
 */
export function scorePair(signals: Signals, weights: Weights = WEIGHTS): number {
  let score = 0
  for (let at = 0; at < signals.length; at++)
    score -= weights.weight[at] * Math.log1p(signals[at] / weights.scale[at])
  return score
}
