import type { AppContext } from '~/platform/context.server'
import { seesWholeProject, type Actor } from '../auth/actor'
import { describePhoto, photoViewColumns } from '../photos/describe-photo'
import type { PhotoView } from '../photos/photo-view'
import { readDistinctPairs } from './distinct-pairs.server'
import { groupNearPhotos } from './group-near-photos'
import { selectNearHashes, selectNearPhotos } from './near-hash.queries.server'

/** Photos with a near one that are held at once, whatever the size of the library: some 20 MB. */
const MOST_PHOTOS = 100_000

export interface DuplicateGroup {
  /** `pixels`: the same picture in another file. `near`: scaled, recompressed or slightly changed. */
  kind: 'pixels' | 'near'
  /** Oldest first. */
  photos: PhotoView[]
}

/**
 * Photos of the library that show the same picture, by perceptual hash; each photo is in one group at most. Identical
 * files never get here: they are one photo already. Pairs that a person called distinct do not count. Which hashes are
 * near is known since the photos came in (`linkNearHashes`), so this reads only photos that have a near one.
 */
export async function findNearDuplicates(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  input: { limit?: number } = {},
): Promise<{ groups: DuplicateGroup[]; total: number; truncated: boolean }> {
  const { pool } = ctx.db
  const [rows, distinct] = await Promise.all([
    selectNearPhotos(pool, actor, MOST_PHOTOS + 1),
    readDistinctPairs(ctx, actor),
  ])
  const hashes = seesWholeProject(actor) ? null : [...new Set(rows.map(({ hash }) => hash))]
  const near = await selectNearHashes(pool, actor.projectId, hashes)
  const groups = groupNearPhotos(rows.slice(0, MOST_PHOTOS), near, distinct)
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
