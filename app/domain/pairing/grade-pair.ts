import type { Fitted } from './score-pair'

export type Confidence = 'sure' | 'check' | 'doubtful'

interface Grounds {
  /** What the whole matching would lose by its best alternative. */
  readonly margin: number
  /** The part of the pair's own score that printed words give. */
  readonly byPrint: number
  readonly looks: number
  /** What `countProductLead` makes of the product's lead by itself, without surface, shot and model. */
  readonly productLead: number
  /** Whether both products could be told from their backgrounds, and no other photo looks more like either. */
  readonly clear: boolean
}

/** A lead beyond this says nothing more: what could still be wrong then is not seen by the measures. */
const FAR_AHEAD = 20

/** Below this a pair is doubtful: about as likely wrong as right. */
const CHECK = 0.6

/** The lead as the odds count it: steep near zero, flat once far ahead. */
export const leadOf = (margin: number): number => Math.log1p(Math.max(0, Math.min(FAR_AHEAD, margin)))

/** Ahead of fewer others than this, a product's own lead says less: of eight, anything red may be ahead. */
const MANY = 24

/**
 * The lead of a product by itself over `others`, as the odds count it. Without the last factor two red garments whose
 * partners were missing from a set of six became sure.
 */
export const countProductLead = (lead: number, others: number): number =>
  leadOf(lead) * Math.min(1, others / MANY)

/**
 * Probability and the word for it. "Sure" is what a person may accept unseen: it needs a probability that no wrong
 * pair reached in fitting, cut-outs that worked, and no better-looking partner for either side. Doubtful pairs are never
 * made into products unseen.
 */
export function gradePair(
  { margin, byPrint, looks, productLead, clear }: Grounds,
  fitted: Fitted,
): { probability: number; confidence: Confidence } {
  const { odds } = fitted
  const probabilityAt = (ahead: number): number => {
    const logit =
      odds.base + odds.margin * leadOf(ahead) + odds.looks * looks + odds.productLead * productLead
    return 1 / (1 + Math.exp(-logit))
  }
  const probability = probabilityAt(margin)
  // why without the words: two shirts may bear the same one, and in fitting no words were read.
  const sure = clear && probabilityAt(margin - byPrint) >= fitted.sure
  const confidence = sure ? 'sure' : probability >= CHECK ? 'check' : 'doubtful'
  return { probability: Math.min(0.999, Math.round(probability * 1000) / 1000), confidence }
}
