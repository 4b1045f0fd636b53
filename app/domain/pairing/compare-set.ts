import { compareEmbeddings } from './compare-embeddings'
import { findDuplicates, type Repeat } from './find-duplicates'
import type { PhotoMeasure } from './measure-photo.server'
import { scoreLooks } from './score-looks'
import { FITTED, type Fitted } from './score-pair'

export interface CompareOptions {
  readonly embeddings?: ReadonlyArray<Float32Array | null>
  /** Other weights than the committed ones, for fitting. */
  readonly fitted?: Fitted
  /** Of two photos (by place) that show one view: whether they are two products all the same. */
  readonly apart?: (first: number, second: number) => boolean
}

/** What the pictures of a set say, before order, names, printed words and opinions: the dear part, done once. */
export interface ComparedSet {
  readonly photos: readonly PhotoMeasure[]
  readonly repeats: readonly Repeat[]
  /** Places of the photos that repeat no other; the tables below are theirs. */
  readonly active: readonly number[]
  /** The embedding's likeness in deviations over the set, row by row. */
  readonly likeness: Float64Array | null
  /** How alike every two look, row by row. */
  readonly looks: Float64Array
  /** The same by the product alone; see Looks. */
  readonly product: Float64Array
  readonly fitted: Fitted
}

/** Sets repeats aside and compares every two of the rest: 600 photos take some 20 s on two cores. */
export async function compareSet(
  photos: readonly PhotoMeasure[],
  { embeddings, fitted = FITTED, apart }: CompareOptions = {},
): Promise<ComparedSet> {
  const repeats = findDuplicates(photos, apart)
  const repeated = new Set(repeats.map(({ photo }) => photo))
  const active = photos.map((_, index) => index).filter((index) => !repeated.has(index))
  const likeness = embeddings ? compareEmbeddings(active.map((index) => embeddings[index])) : null
  const { looks, product } = await scoreLooks(
    active.map((index) => photos[index]),
    likeness,
    fitted,
  )
  return { photos, repeats, active, likeness, looks, product, fitted }
}
