import type { PhotoMeasure } from '~/domain/pairing/measure-photo.server'
import { proposePairs } from '~/domain/pairing/propose-pairs'
import { compareTruth } from './compare-truth'
import { pairPlainly } from './pair-plainly'
import { Random } from './stand-ins/random'

export interface MeasuredPhoto {
  readonly measure: PhotoMeasure
  readonly vector: Float32Array | null
}

/** Two sides of one product, measured once and drawn from many times. */
export interface MeasuredProduct {
  readonly front: MeasuredPhoto
  readonly back: MeasuredPhoto
}

type Answer = { front: string; back: string; score: number; confidence: string }
export type PairingWay = (photos: readonly MeasuredPhoto[]) => Promise<readonly Answer[]>

/** The ways compared: ours with and without an embedding model, and the plain one it must beat. */
export const WAYS = {
  plain: async (photos) => pairPlainly(photos.map(({ measure }) => measure)),
  'no model': async (photos) => (await proposePairs(photos.map(({ measure }) => measure))).pairs,
  local: async (photos) =>
    (
      await proposePairs(
        photos.map(({ measure }) => measure),
        { embeddings: photos.map(({ vector }) => vector) },
      )
    ).pairs,
} satisfies Record<string, PairingWay>

export type Way = keyof typeof WAYS

export interface Tally {
  readonly draws: number
  readonly perfect: number
  readonly known: number
  readonly right: number
  readonly proposed: number
  readonly sure: number
  readonly wrongButSure: number
  /** Photos whose other side is not among the others, and how many of them were paired all the same. */
  readonly odd: number
  readonly oddPaired: number
}

/** Pairs one set of photos and holds the answer against the truth; a repeat stands for the photo it repeats. */
export async function judgePhotos(
  photos: readonly MeasuredPhoto[],
  truth: ReadonlyArray<{ front: string; back: string }>,
  way: PairingWay,
  repeats: ReadonlyMap<string, string> = new Map(),
  odd: ReadonlySet<string> = new Set(),
): Promise<Tally> {
  const original = (name: string): string => repeats.get(name) ?? name
  const given = (await way(photos)).map((answer) => ({
    ...answer,
    front: original(answer.front),
    back: original(answer.back),
  }))
  const { known, right, perfect, sure, wrongButSure } = compareTruth(given, truth)
  const proposed = given.length
  const oddPaired = given.flatMap(({ front, back }) => [front, back]).filter((name) => odd.has(name)).length
  return {
    draws: 1,
    perfect: perfect ? 1 : 0,
    known,
    right,
    proposed,
    sure,
    wrongButSure,
    odd: odd.size,
    oddPaired,
  }
}

/**
 * Draws `size` products at a time (the same draws for every way), pairs them, and adds up. Of a share `single` of the
 * products only one side is shown.
 */
export async function judgeDraws(
  products: readonly MeasuredProduct[],
  way: PairingWay,
  { draws, size, seed, single = 0 }: { draws: number; size: number; seed: number; single?: number },
): Promise<Tally> {
  const random = new Random(seed)
  const tallies: Tally[] = []
  for (let draw = 0; draw < draws; draw++) {
    const drawn = random.shuffle(products).slice(0, size)
    const shown = drawn.map(({ front, back }) =>
      single > 0 && random.next() < single ? [random.next() < 0.5 ? front : back] : [front, back],
    )
    const truth = shown
      .filter((sides) => sides.length === 2)
      .map(([front, back]) => ({ front: front.measure.name, back: back.measure.name }))
    const odd = new Set(shown.filter((sides) => sides.length === 1).map(([side]) => side.measure.name))
    tallies.push(await judgePhotos(random.shuffle(shown.flat()), truth, way, new Map(), odd))
  }
  return addTallies(tallies)
}

export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = (key: keyof Tally): number => tallies.reduce((total, tally) => total + tally[key], 0)
  return {
    draws: sum('draws'),
    perfect: sum('perfect'),
    known: sum('known'),
    right: sum('right'),
    proposed: sum('proposed'),
    sure: sum('sure'),
    wrongButSure: sum('wrongButSure'),
    odd: sum('odd'),
    oddPaired: sum('oddPaired'),
  }
}
