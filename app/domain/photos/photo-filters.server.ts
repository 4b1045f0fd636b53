import type { Prisma } from '~/platform/db/connect.server'
import { escapeLike } from '~/platform/db/escape-like'
import type { Actor } from '../auth/actor'
import type { PhotoStatus } from './photo-view'
import { visibleParts, visiblePhotos } from './visible-photos.server'

export interface PhotoFilters {
  /** These photos only: what a list that is open already asks for when they changed. */
  ids?: string[]
  status?: PhotoStatus[]
  /** MIME types such as `image/jpeg`. */
  contentType?: string[]
  /** Capture time. */
  takenFrom?: Date
  takenTo?: Date
  /** Camera models, as {@link PhotoFacts.cameraModel} has them. */
  camera?: string[]
  tag?: string[]
  collectionId?: string
  uploaderId?: string
  /** Part of the file name, upper and lower case alike. */
  text?: string
  /** Show the bin instead: photos whose deletion can still be undone. */
  deleted?: boolean
}

/** The filters as one condition, never wider than what the actor may see. */
export function photosWhere(actor: Actor, filters: PhotoFilters = {}): Prisma.PhotoWhereInput {
  return { AND: [visiblePhotos(actor), filtersWhere(filters)] }
}

/** The same as conditions that exclude each other, for what is added up (see {@link visibleParts}). */
export function photosWhereParts(actor: Actor, filters: PhotoFilters = {}): Prisma.PhotoWhereInput[] {
  return visibleParts(actor).map((part) => ({ AND: [part, filtersWhere(filters)] }))
}

function filtersWhere(filters: PhotoFilters): Prisma.PhotoWhereInput {
  return {
    id: filters.ids ? { in: filters.ids } : undefined,
    deletedAt: filters.deleted ? { not: null } : null,
    status: filters.status ? { in: filters.status } : undefined,
    contentType: filters.contentType ? { in: filters.contentType } : undefined,
    takenAt:
      filters.takenFrom || filters.takenTo ? { gte: filters.takenFrom, lt: filters.takenTo } : undefined,
    cameraModel: filters.camera ? { in: filters.camera } : undefined,
    tags: filters.tag ? { some: { tag: { in: filters.tag } } } : undefined,
    collections: filters.collectionId ? { some: { collectionId: filters.collectionId } } : undefined,
    uploaderId: filters.uploaderId,
    fileName: filters.text ? { contains: escapeLike(filters.text), mode: 'insensitive' } : undefined,
  }
}
