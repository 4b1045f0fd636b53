import type { AppContext } from '~/platform/context.server'
import type { Actor } from '../auth/actor'
import { describePhoto, photoViewColumns } from '../photos/describe-photo'
import type { PhotoView } from '../photos/photo-view'
import { visiblePhotos } from '../photos/visible-photos.server'
import { pairKey, readDistinctPairs } from './distinct-pairs.server'
import { groupByHash } from './group-by-hash'

/** Newest photos looked at; a larger library says so in its answer instead of holding a request for seconds. */
const MOST_PHOTOS = 20_000
/** Bits of 64. Copies that were scaled, recompressed or brightened stay within 6; two products rarely do. */
const NEAR = 6

export interface DuplicateGroup {
  /** `pixels`: the same picture in another file. `near`: scaled, recompressed or slightly changed. */
  kind: 'pixels' | 'near'
  /** Oldest first. */
  photos: PhotoView[]
}

/**
 * Photos of the library that show the same picture, by perceptual hash; each photo is in one group at most. Identical
 * files never get here: they are one photo already. Pairs that a person called distinct do not count.
 */
export async function findNearDuplicates(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  input: { limit?: number } = {},
): Promise<{ groups: DuplicateGroup[]; total: number; truncated: boolean }> {
  const rows = await ctx.db.prisma.photo.findMany({
    where: { AND: [visiblePhotos(actor), { deletedAt: null, perceptualHash: { not: null } }] },
    select: { id: true, perceptualHash: true, pixelHash: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MOST_PHOTOS + 1,
  })
  const distinct = await readDistinctPairs(ctx, actor)
  const groups = groupByHash(
    rows.slice(0, MOST_PHOTOS),
    (row) => row.perceptualHash ?? '',
    NEAR,
    (left, right) => !distinct.has(pairKey(left.id, right.id)),
  )
  const shown = groups.slice(0, input.limit ?? 100)
  const photos = await ctx.db.prisma.photo.findMany({
    where: { id: { in: shown.flat().map(({ id }) => id) } },
    select: photoViewColumns,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  const views = new Map(photos.map((photo) => [photo.id, describePhoto(photo)]))
  return {
    groups: shown.map((group) => ({
      kind: new Set(group.map(({ pixelHash }) => pixelHash)).size === 1 ? 'pixels' : 'near',
      photos: group
        .reverse()
        .map(({ id }) => views.get(id))
        .filter((view) => view !== undefined),
    })),
    total: groups.length,
    truncated: rows.length > MOST_PHOTOS,
  }
}
