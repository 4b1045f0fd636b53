import { compareEmbeddings } from '~/domain/pairing/compare-embeddings'
import { leadOf } from '~/domain/pairing/grade-pair'
import { proposePairs } from '~/domain/pairing/propose-pairs'
import { scoreLooks } from '~/domain/pairing/score-looks'
import type { Fitted } from '~/domain/pairing/score-pair'
import type { MeasuredProduct } from './judge-draws'
import { Random } from './stand-ins/random'

/** A proposed pair of which it is known whether it is right. */
export interface Judged {
  readonly right: boolean
  readonly clear: boolean
  readonly lead: number
  readonly looks: number
  readonly productLead: number
}

const SIZES = [5, 13, 30, 60]
const DRAWS = 24
/** Share of products of which only one side is in the draw: strangers get paired, and must not be called sure. */
const SINGLE = 0.2

/** What the weights propose in draws of several sizes, some photos without partner. */
export async function judgeProposals(
  sets: ReadonlyArray<readonly MeasuredProduct[]>,
  fitted: Fitted,
  seed: number,
): Promise<Judged[]> {
  const random = new Random(seed)
  const judged: Judged[] = []
  for (const products of sets)
    for (const size of SIZES)
      for (let draw = 0; draw < Math.ceil(DRAWS / Math.sqrt(size / 5)); draw++) {
        const drawn = random.shuffle(products).slice(0, size)
        // why none in the smallest: with so few others a stranger looks as sure as a partner, and no bound is left.
        const single = size > 5 ? SINGLE : 0
        const photos = random.shuffle(
          drawn.flatMap(({ front, back }) => (random.next() < single ? [front] : [front, back])),
        )
        const partner = new Map(drawn.map(({ front, back }) => [front.measure.name, back.measure.name]))
        const { pairs } = await proposePairs(
          photos.map(({ measure }) => measure),
          { fitted, embeddings: random.next() < 0.8 ? photos.map(({ vector }) => vector) : undefined },
        )
        for (const { front, back, margin, looks, productLead, clear } of pairs)
          judged.push({
            right: partner.get(front) === back || partner.get(back) === front,
            clear,
            lead: leadOf(margin),
            looks,
            productLead,
          })
      }
  return judged
}

/**
 * The worst true pair yet to come lies lower than the worst seen. On twenty sets of 85 that nothing was fitted on (ten
 * manners) 1.2, 1.43 and 1.7 find 1604, 1613 and 1618 of 1700 pairs at once, 7717, 7727 and 7728 of 7800 in draws of
 * 13; where a third of the products show one side only they pair 481, 720 and 1066 of 2300 odd ones.
 */
const ROOM = 1.45

/**
 * Where a photo rather stays alone: somewhat farther below a set's usual pairs than the worst true pair but one of any
 * of these sets (the worst may be a stand-in that came out as no garment); odd ones out that pass are doubtful by
 * their odds.
 */
export async function fitFloor(
  sets: ReadonlyArray<readonly MeasuredProduct[]>,
  fitted: Fitted,
): Promise<Fitted['floor']> {
  const all: number[] = []
  let below = 0
  for (const products of sets) {
    const photos = products.flatMap(({ front, back }) => [front, back])
    const likeness = compareEmbeddings(photos.map(({ vector }) => vector))
    const { looks } = await scoreLooks(
      photos.map(({ measure }) => measure),
      likeness,
      fitted,
    )
    const trues = products.map((_, at) => looks[2 * at * photos.length + 2 * at + 1]).sort((p, q) => p - q)
    below = Math.max(below, ROOM * (trues[trues.length >> 1] - trues[1]))
    all.push(...trues)
  }
  all.sort((p, q) => p - q)
  return {
    lowest: round(all[0] - 3),
    highest: round(all[Math.floor(all.length * 0.2)]),
    below: round(below),
  }
}

/** Logistic regression of "right" on both leads and the looks, weights ≥ 0, a little drawn to zero. */
export function fitOdds(judged: readonly Judged[]): Fitted['odds'] {
  const mean = judged.reduce((sum, { looks }) => sum + looks, 0) / judged.length
  let [base, margin, looks, productLead] = [0, 1, 0.1, 0.1]
  for (let step = 0; step < 4_000; step++) {
    let [b, m, l, o] = [0, 0, 0, 0]
    for (const one of judged) {
      const logit = base + margin * one.lead + looks * (one.looks - mean) + productLead * one.productLead
      const error = 1 / (1 + Math.exp(-logit)) - (one.right ? 1 : 0)
      b += error
      m += error * one.lead
      l += error * (one.looks - mean)
      o += error * one.productLead
    }
    const rate = 1.5 / (1 + step / 400)
    base -= (rate * b) / judged.length
    margin = Math.max(0, margin - rate * (m / judged.length + 0.0005 * margin))
    looks = Math.max(0, looks - 0.1 * rate * (l / judged.length + 0.0005 * looks))
    productLead = Math.max(0, productLead - rate * (o / judged.length + 0.0005 * productLead))
  }
  return {
    base: round(base - looks * mean),
    margin: round(margin),
    looks: round(looks),
    productLead: round(productLead),
  }
}

/** Log-odds left between the best wrong pair seen and the first sure one: a wrong one is dearer than ten less sure. */
const SPARE = 1.2

/**
 * The least probability that may be called sure: beyond the highest that any wrong pair got, by three times its odds,
 * because sets will come that are unlike those fitted on.
 */
export function fitSure(judged: readonly Judged[], odds: Fitted['odds']): number {
  const oddsOf = (one: Judged): number =>
    odds.base + odds.margin * one.lead + odds.looks * one.looks + odds.productLead * one.productLead
  const worst = Math.max(Math.log(19), ...judged.filter((one) => !one.right && one.clear).map(oddsOf))
  return Math.ceil(1e6 / (1 + Math.exp(-(worst + SPARE)))) / 1e6
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4
