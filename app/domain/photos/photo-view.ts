import type { MediaKind } from './storage-keys'

export const photoStatuses = ['waiting', 'processed', 'ready', 'failed'] as const
export type PhotoStatus = (typeof photoStatuses)[number]

/** A photo as lists, grids and the API show it: plain JSON, browser-safe. */
export interface PhotoView {
  id: string
  fileName: string
  status: PhotoStatus
  errorCode: string | null
  errorMessage: string | null
  contentType: string
  byteSize: number
  /** Upright; null until the worker has read the file. */
  width: number | null
  height: number | null
  /** ThumbHash, base64. */
  placeholder: string | null
  /** First 12 characters of the content hash: makes media addresses immutable. */
  version: string
  takenAt: string | null
  createdAt: string
  deletedAt: string | null
}

/** One photo with everything known about it. */
export interface PhotoFacts extends PhotoView {
  cameraMake: string | null
  cameraModel: string | null
  lens: string | null
  latitude: number | null
  longitude: number | null
  uploader: { id: string; name: string } | null
  tags: string[]
  collections: { id: string; name: string }[]
}

/** The address of a stored form of a photo. It changes with the content, so it may be cached for ever. */
export function mediaUrl(photo: Pick<PhotoView, 'id' | 'version'>, kind: MediaKind): string {
  return `/media/${photo.id}/${kind}?v=${photo.version}`
}
