import { compareEmbeddings } from '~/domain/pairing/compare-embeddings'
import { comparePhotos, SIGNALS, type Signal } from '~/domain/pairing/compare-photos'
import { alikeness, clampLikeness, FITTED, type Fitted } from '~/domain/pairing/score-pair'
import { fitFloor, fitOdds, fitSure, judgeProposals } from './calibrate'
import { fitWeights, type KnownSet } from './fit-weights'
import type { MeasuredProduct } from './judge-draws'

/** How strongly weights are drawn towards equal ones; see docs/pairing.md for what other values give. */
const PULL = 0.01
const PRIOR = 0.7

export interface FitChoices {
  readonly pull?: number
  /** Signals left out, to see what each is worth. */
  readonly without?: readonly (Signal | 'embedding')[]
}

/** Scales, weights, floor and odds, learned from sets of products whose two sides are known. */
export async function fit(
  sets: ReadonlyArray<readonly MeasuredProduct[]>,
  seed: number,
  { pull = PULL, without = [] }: FitChoices = {},
): Promise<Fitted> {
  const names = [...SIGNALS, 'embedding'] as const
  const scale = usualDistances(sets)
  const plain = withWeights(
    scale,
    names.map(() => 0),
  )
  const prior = names.map((name) => (without.includes(name) ? 0 : PRIOR))
  const known = sets.map((products) => knownSet(products, plain, without))
  const weighted = withWeights(scale, fitWeights(known, prior, pull, seed))
  const floored = { ...weighted, floor: await fitFloor(sets, weighted) }
  const judged = await judgeProposals(sets, floored, seed)
  const odds = fitOdds(judged)
  return { ...floored, odds, sure: fitSure(judged, odds) }
}

/** The median distance between two sides of one product, by signal. */
function usualDistances(sets: ReadonlyArray<readonly MeasuredProduct[]>): number[] {
  const rows = sets.flat().map(({ front, back }) => comparePhotos(front.measure, back.measure))
  return SIGNALS.map((_, signal) => {
    const values = rows.map((row) => row[signal]).sort((p, q) => p - q)
    return Math.max(0.01, values[values.length >> 1])
  })
}

function withWeights(scale: readonly number[], weight: readonly number[]): Fitted {
  const entries = SIGNALS.map((signal, at) => [
    signal,
    { scale: round(scale[at]), weight: round(weight[at]) },
  ])
  return {
    ...FITTED,
    signals: Object.fromEntries(entries) as Fitted['signals'],
    embedding: round(weight[SIGNALS.length]),
  }
}

/** Signals of every two photos, computed once. */
function knownSet(
  products: readonly MeasuredProduct[],
  plain: Fitted,
  without: readonly (Signal | 'embedding')[],
): KnownSet {
  const photos = products.flatMap(({ front, back }) => [front, back])
  const likeness = compareEmbeddings(photos.map(({ vector }) => vector))
  const count = photos.length
  const rows = new Map<number, Float32Array>()
  for (const [first, p] of photos.entries())
    for (const [second, q] of photos.entries()) {
      if (first >= second) continue
      const row = new Float32Array(SIGNALS.length + 1)
      row.set(alikeness(comparePhotos(p.measure, q.measure), plain))
      row[SIGNALS.length] = likeness ? clampLikeness(likeness[first * count + second]) : 0
      for (const name of without) row[name === 'embedding' ? SIGNALS.length : SIGNALS.indexOf(name)] = 0
      rows.set(first * count + second, row)
    }
  return {
    partner: photos.map((_, at) => at ^ 1),
    features: (first, second) =>
      rows.get(Math.min(first, second) * count + Math.max(first, second)) ??
      new Float32Array(SIGNALS.length + 1),
  }
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4
