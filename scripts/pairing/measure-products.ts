import { measurePhotos, type MeasureOptions } from '~/domain/pairing/measure-photos.server'
import type { MeasuredPhoto, MeasuredProduct } from './judge-draws'

interface NamedPhoto {
  readonly name: string
  readonly bytes: Buffer
}

/** Measures (and embeds, given a service) photos that must all be readable. */
export async function measureAll(
  photos: readonly NamedPhoto[],
  clip: MeasureOptions['clip'],
): Promise<MeasuredPhoto[]> {
  const sources = photos.map(({ name, bytes }) => ({ name, read: async () => bytes }))
  const { measures, vectors, refused } = await measurePhotos(sources, { clip })
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
