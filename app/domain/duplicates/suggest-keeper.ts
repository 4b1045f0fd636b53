import type { PhotoView } from '../photos/photo-view'

type Candidate = Pick<PhotoView, 'id' | 'width' | 'height' | 'byteSize' | 'createdAt'>

export interface Suggestion {
  id: string
  /** What speaks for it, in words. */
  reason: 'most pixels' | 'least compressed' | 'uploaded first'
}

/**
 * Which photo of a group to keep: the one with the most pixels, then the one with the most bytes for them, then the
 * oldest. Pixels that differ by less than a percent count as equal: a crop of one row is no better picture.
 */
export function suggestKeeper(photos: readonly Candidate[]): Suggestion | undefined {
  const most = Math.max(...photos.map(pixels))
  const largest = photos.filter((photo) => pixels(photo) >= most * 0.99)
  const heaviest = Math.max(...largest.map(({ byteSize }) => byteSize))
  const best = largest.filter(({ byteSize }) => byteSize === heaviest)
  const keeper = [...best].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))[0]
  if (!keeper) return undefined
  if (largest.length < photos.length) return { id: keeper.id, reason: 'most pixels' }
  return { id: keeper.id, reason: best.length < photos.length ? 'least compressed' : 'uploaded first' }
}

const pixels = ({ width, height }: Candidate) => (width ?? 0) * (height ?? 0)
