import type { PhotoView } from '../photos/photo-view'

/** A collection as lists show it. */
export interface CollectionView {
  id: string
  name: string
  /** Photos in it that are not deleted. */
  count: number
  /** The newest few, for its picture. */
  covers: PhotoView[]
}
