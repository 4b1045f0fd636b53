import type { AppContext } from '~/platform/context.server'
import { olderThan, readPlace, writePlace } from '~/platform/db/place'
import type { Actor } from '../auth/actor'
import { describePhoto, photoViewColumns } from './describe-photo'
import { photosWhere, type PhotoFilters } from './photo-filters.server'
import type { PhotoView } from './photo-view'

export type { PhotoFilters }

export interface PhotoPage {
  photos: PhotoView[]
  /** Give it back to get the next page; null on the last. */
  nextCursor: string | null
}

const MAX_PAGE = 200

/** Newest first. Keyset pages: stable while photos arrive, and page 500 costs what page 1 does. */
export async function listPhotos(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  input: { filters?: PhotoFilters; cursor?: string; limit?: number } = {},
): Promise<PhotoPage> {
  const limit = Math.min(Math.max(input.limit ?? 100, 1), MAX_PAGE)
  const rows = await ctx.db.prisma.photo.findMany({
    where: {
      AND: [photosWhere(actor, input.filters), input.cursor ? olderThan(readPlace(input.cursor)) : {}],
    },
    select: photoViewColumns,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  const photos = rows.slice(0, limit).map(describePhoto)
  const last = photos.at(-1)
  return { photos, nextCursor: rows.length > limit && last ? writePlace(last) : null }
}
