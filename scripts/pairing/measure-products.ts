import { measurePhotos, type MeasureOptions, type PhotoSource } from '~/domain/pairing/measure-photos.server'
import type { MeasuredPhoto, MeasuredProduct } from './judge-draws'

export interface NamedPhoto {
  readonly name: string
  readonly bytes: Buffer
}

export const sourcesOf = (photos: readonly NamedPhoto[]): PhotoSource[] =>
  photos.map(({ name, bytes }) => ({ name, read: async () => bytes }))

/** Measures (and embeds, given a service) photos that must all be readable. */
export async function measureAll(
  photos: readonly NamedPhoto[],
  clip: MeasureOptions['clip'],
): Promise<MeasuredPhoto[]> {
  const { measures, vectors, refused } = await measurePhotos(sourcesOf(photos), { clip })
  if (refused.length > 0) throw new Error(`${refused[0].photo}: ${refused[0].reason}`)
  return measures.map((measure, at) => ({ measure, vector: vectors?.[at] ?? null }))
}

/** Both sides of products, measured once for all draws. */
export async function measureProducts(
  products: ReadonlyArray<{ readonly front: NamedPhoto; readonly back: NamedPhoto }>,
  clip: MeasureOptions['clip'],
): Promise<MeasuredProduct[]> {
  const photos = await measureAll(
    products.flatMap(({ front, back }) => [front, back]),
    clip,
  )
  return products.map((_, at) => ({ front: photos[2 * at], back: photos[2 * at + 1] }))
}
