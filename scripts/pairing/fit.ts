import { compareEmbeddings } from '~/domain/pairing/compare-embeddings'
import { comparePhotos, SIGNALS } from '~/domain/pairing/compare-photos'
import { alikeness, clampLikeness, FITTED, type Fitted } from '~/domain/pairing/score-pair'
import { fitFloor, fitOdds, fitSure, judgeProposals } from './calibrate'
import { fitWeights, type KnownSet } from './fit-weights'
import type { MeasuredProduct } from './judge-draws'

/** How strongly weights are drawn towards equal ones, and to what value. */
export const PULL = 0.03
export const PRIOR = 0.7

/** Chosen among 5, 10 and 20 on stand-ins not fitted on: the larger ones gain less where the weights suit a set badly. */
export const HOLD = 5

/** What is weighed, in the order of the features: the embedding stands last. */
export const NAMES = [...SIGNALS, 'embedding'] as const

/**
 * Scales, weights and floor from sets of products whose two sides are known; the odds from those and from `hard` sets,
 * which are too unlike photos to learn weights from.
 */
export async function fit(
  sets: ReadonlyArray<readonly MeasuredProduct[]>,
  hard: ReadonlyArray<readonly MeasuredProduct[]>,
  seed: number,
): Promise<Fitted> {
  const scale = usualDistances(sets)
  const plain = withWeights(
    scale,
    NAMES.map(() => 0),
  )
  const known = sets.map((products) => knownSet(products, plain))
  const weighted = withWeights(
    scale,
    fitWeights(
      known,
      NAMES.map(() => PRIOR),
      PULL,
      seed,
    ),
  )
  const floored = { ...weighted, floor: await fitFloor(sets, weighted) }
  const judged = await judgeProposals([...sets, ...hard], floored, seed)
  const odds = fitOdds(judged)
  return { ...floored, odds, sure: fitSure(judged, odds) }
}

/** The median distance between two sides of one product, by signal. */
export function usualDistances(sets: ReadonlyArray<readonly MeasuredProduct[]>): number[] {
  const rows = sets.flat().map(({ front, back }) => comparePhotos(front.measure, back.measure))
  return SIGNALS.map((_, signal) => {
    const values = rows.map((row) => row[signal]).sort((p, q) => p - q)
    return Math.max(0.01, values[values.length >> 1])
  })
}

export function withWeights(scale: readonly number[], weight: readonly number[]): Fitted {
  const entries = SIGNALS.map((signal, at) => [
    signal,
    { scale: round(scale[at]), weight: round(weight[at]) },
  ])
  return {
    ...FITTED,
    signals: Object.fromEntries(entries) as Fitted['signals'],
    embedding: round(weight[SIGNALS.length]),
    hold: HOLD,
  }
}

/** Signals of every two photos, computed once. */
export function knownSet(products: readonly MeasuredProduct[], plain: Fitted): KnownSet {
  const photos = products.flatMap(({ front, back }) => [front, back])
  const likeness = compareEmbeddings(photos.map(({ vector }) => vector))
  const count = photos.length
  const signals = NAMES.length
  const features = new Float32Array(count * count * signals)
  for (const [first, p] of photos.entries())
    for (const [second, q] of photos.entries()) {
      if (first >= second) continue
      const at = (first * count + second) * signals
      features.set(alikeness(comparePhotos(p.measure, q.measure), plain), at)
      features[at + signals - 1] = likeness ? clampLikeness(likeness[first * count + second]) : 0
      features.copyWithin((second * count + first) * signals, at, at + signals)
    }
  return { partner: photos.map((_, at) => at ^ 1), signals, features }
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4
