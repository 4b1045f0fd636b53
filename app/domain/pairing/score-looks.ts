import { adaptWeights } from './adapt-weights'
import { PRODUCT_SIGNALS, SIGNALS } from './compare-photos'
import { comparePairwise, eachCouple, FEATURES, scoreCouples, type Couples } from './couples'
import type { PhotoMeasure } from './measure-photo.server'
import { USUAL_LIKENESS, type Fitted } from './score-pair'

/** Share of photos whose best partner by the measures is also the model's: up to here it is not believed, */
const NO_AGREEMENT = 0.15
/** and from here in full. Between near-twins 0–0.3 of them agree, among products in other sets 0.6–1. */
const FULL_AGREEMENT = 0.45
/** Photos' worth of agreement taken for granted, so that a small set does not swing. */
const RESISTANCE = 1

export interface Looks {
  /** How alike every two photos look, row by row: by the measures, and by the embedding model where it took part. */
  readonly looks: Float64Array
  /** The same by what is measured of the product alone, without its surface, the shot and the model. */
  readonly product: Float64Array
}

/** Every two photos compared by weights that the set itself bears out. */
export async function scoreLooks(
  photos: readonly PhotoMeasure[],
  likeness: Float64Array | null,
  fitted: Fitted,
): Promise<Looks> {
  const couples = await comparePairwise(photos, likeness, fitted)
  const measures = SIGNALS.map((signal) => fitted.signals[signal].weight)
  const belief = likeness ? believe(couples, measures) : 0
  const weight = adaptWeights(couples, [...measures, belief * fitted.embedding], fitted.hold)
  const scores = scoreCouples(couples, weight)
  const ofProduct = scoreCouples(
    couples,
    weight.map((value, at) => (at < PRODUCT_SIGNALS.length ? value : 0)),
  )
  // why: looks stay on one scale, whether a model took part, and however far it is believed.
  const instead = (fitted.embedding - (weight[FEATURES - 1] ?? 0)) * USUAL_LIKENESS
  const count = photos.length
  const looks = new Float64Array(count * count).fill(-Infinity)
  const product = looks.slice()
  eachCouple(count, (first, second, couple) => {
    looks[first * count + second] = looks[second * count + first] = scores[couple] + instead
    product[first * count + second] = product[second * count + first] = ofProduct[couple]
  })
  return { looks, product }
}

/** How far two photos are ahead, for each other, of every other photo; 0 where there is no other. */
export function leadOverOthers(scores: Float64Array, count: number, first: number, second: number): number {
  let best = -Infinity
  for (let other = 0; other < count; other++)
    if (other !== first && other !== second)
      best = Math.max(best, scores[first * count + other], scores[second * count + other])
  return best === -Infinity ? 0 : scores[first * count + second] - best
}

/** How far the model is believed, 0–1: between near-twins its differences are noise, and its favourites its own. */
function believe(couples: Couples, measures: readonly number[]): number {
  const { count } = couples
  const byMeasures = favourites(count, scoreCouples(couples, [...measures, 0]))
  const byModel = favourites(
    count,
    scoreCouples(
      couples,
      Array.from({ length: FEATURES }, (_, at) => (at === FEATURES - 1 ? 1 : 0)),
    ),
  )
  const agreeing = byMeasures.filter((favourite, photo) => favourite === byModel[photo]).length
  const beyond = (agreeing - NO_AGREEMENT * count) / (FULL_AGREEMENT - NO_AGREEMENT)
  return Math.max(0, Math.min(1, (Math.max(0, beyond) + RESISTANCE) / (count + RESISTANCE)))
}

function favourites(count: number, scores: Float64Array): number[] {
  const best = new Float64Array(count).fill(-Infinity)
  const favourite = new Array<number>(count).fill(-1)
  eachCouple(count, (first, second, couple) => {
    if (scores[couple] > best[first]) [best[first], favourite[first]] = [scores[couple], second]
    if (scores[couple] > best[second]) [best[second], favourite[second]] = [scores[couple], first]
  })
  return favourite
}
