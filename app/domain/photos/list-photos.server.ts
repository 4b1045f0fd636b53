import type { AppContext } from '~/platform/context.server'
import type { Prisma } from '~/platform/db/connect.server'
import { AppError } from '~/platform/errors'
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
    where: { AND: [photosWhere(actor, input.filters), input.cursor ? afterCursor(input.cursor) : {}] },
    select: photoViewColumns,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  const photos = rows.slice(0, limit).map(describePhoto)
  const last = photos.at(-1)
  return { photos, nextCursor: rows.length > limit && last ? makeCursor(last) : null }
}

const makeCursor = (photo: PhotoView) => Buffer.from(`${photo.createdAt}|${photo.id}`).toString('base64url')

function afterCursor(cursor: string): Prisma.PhotoWhereInput {
  const [time, id] = Buffer.from(cursor, 'base64url').toString('utf8').split('|')
  const createdAt = new Date(time ?? '')
  if (!id || !/^[0-9a-f-]{36}$/.test(id) || Number.isNaN(createdAt.getTime())) {
    throw new AppError('BAD_REQUEST', 'The cursor does not come from this list.')
  }
  // The first condition says nothing new, but Postgres starts in the index where it says; with the OR alone it walks there.
  return {
    createdAt: { lte: createdAt },
    OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }],
  }
}
