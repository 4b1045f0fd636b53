import { comparePrintedText } from '~/domain/pairing/compare-printed-text'
import type { ComparedSet } from '~/domain/pairing/compare-set'
import type { PrintedText } from '~/domain/pairing/printed-text'
import { printedOdds } from '~/domain/pairing/score-pair'

/** A compared set of photos, what is printed on each, and each one's partner. */
export interface ReadSet {
  readonly compared: ComparedSet
  readonly texts: ReadonlyArray<PrintedText | null>
  readonly partner: readonly number[]
}

const WEIGHTS = Array.from({ length: 61 }, (_, step) => step / 20)

/**
 * The weight of what is printed on both that makes the true partners likeliest (softmax over the set) on top of what
 * the looks say, so that a design shared with its words is not counted twice. Repeats set aside take no part.
 */
export function fitPrinted(sets: readonly ReadSet[]): number {
  const likelihood = WEIGHTS.map((printed) => sets.reduce((sum, set) => sum + likelihoodOf(set, printed), 0))
  return WEIGHTS[likelihood.indexOf(Math.max(...likelihood))]
}

function likelihoodOf({ compared, texts, partner }: ReadSet, weight: number): number {
  const { active, looks, fitted } = compared
  const count = active.length
  const place = new Map(active.map((photo, at) => [photo, at]))
  const shared = comparePrintedText(active.map((photo) => texts[photo]))
  const weighed = { ...fitted, printed: weight }
  let sum = 0
  for (const [at, photo] of active.entries()) {
    const right = place.get(partner[photo])
    if (right === undefined || !texts[photo]) continue
    const scores = active.map((_, other) =>
      other === at ? -Infinity : looks[at * count + other] + printedOdds(shared.amount(at, other), weighed),
    )
    const top = Math.max(...scores)
    sum += scores[right] - top - Math.log(scores.reduce((total, score) => total + Math.exp(score - top), 0))
  }
  return sum
}
