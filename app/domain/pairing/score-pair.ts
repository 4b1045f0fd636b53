import weights from './fit/weights.json'
import { SIGNALS, type Signal, type Signals } from './compare-photos'

/** What `npm run pairing:fit` writes. */
export interface Fitted {
  /** A usual distance and a weight ≥ 0 for each signal: a larger difference never speaks for a pair. */
  readonly signals: Readonly<Record<Signal, { readonly scale: number; readonly weight: number }>>
  /** Weight of the embedding's likeness, in the set's own deviations. */
  readonly embedding: number
  /** Weight of what is printed on both; see printedOdds. */
  readonly printed: number
  /** How firmly the weights hold against what a set's own pairs say, in photos; see adaptWeights. */
  readonly hold: number
  /** Log-odds that a proposed pair is right: its margin and the product's own lead (both capped), and its looks. */
  readonly odds: {
    readonly base: number
    readonly margin: number
    readonly looks: number
    readonly productLead: number
  }
  /** Looks below which a photo rather stays alone: `below` the set's usual best, within bounds. */
  readonly floor: { readonly lowest: number; readonly highest: number; readonly below: number }
  /** Probability from which a pair is called sure: none that was wrong got there. */
  readonly sure: number
}

export const FITTED: Fitted = weights

/** Alikeness by each signal, ≤ 0: what the weights multiply. */
export function alikeness(signals: Signals, fitted: Fitted = FITTED): Float32Array {
  // why the logarithm: twice as different is as bad a step from small as from large, so one signal gone wrong (a
  // failed cut-out, a flash) cannot outvote all others.
  return signals.map((distance, at) => -Math.log1p(distance / fitted.signals[SIGNALS[at]].scale))
}

/** What two photos have in print speaks no louder than this: legal text is the same on all of a maker's packages. */
const MOST_BY_PRINT = 6

/**
 * Log-odds ≥ 0 by the amount that is printed on both photos. Never below 0: fronts and backs often have no word in
 * common, and one side often has none at all. The logarithm, because the runs of one word come together.
 */
export const printedOdds = (amount: number, fitted: Fitted): number =>
  Math.min(MOST_BY_PRINT, fitted.printed * Math.log1p(amount))

/** The bounds within which a model's likeness counts, in deviations: far strangers are no further evidence. */
export const clampLikeness = (deviations: number): number => Math.max(-3, Math.min(5, deviations))

/** What partners reach in the median. Taken for all where no model took part, so that looks stay on one scale. */
export const USUAL_LIKENESS = 3
