import fitted from './fit/weights.json'

export type Confidence = 'sure' | 'check' | 'doubtful'

interface Grounds {
  /** From the alternatives in the set. */
  readonly probability: number
  readonly margin: number
  readonly looks: number
  readonly trusted: boolean
  readonly count: number
}

/**
 * Probability and the word for it. "Sure" is what a person may accept unseen, so it needs a
 * clear lead over every alternative, looks no worse than usual pairs', and a cut-out that
 * worked; anything else is looked at. Doubtful pairs are never made into products unseen.
 */
export function gradePair(grounds: Grounds): { probability: number; confidence: Confidence } {
  const plausible = 1 / (1 + Math.exp(-fitted.plausible.slope * (grounds.looks - fitted.plausible.middle)))
  const probability = Math.min(0.999, grounds.probability * plausible)
  const sure =
    probability >= fitted.sure.probability && grounds.margin >= fitted.sure.margin && grounds.trusted
  const confidence = sure ? 'sure' : probability >= fitted.check ? 'check' : 'doubtful'
  return { probability: Math.round(probability * 1000) / 1000, confidence }
}
