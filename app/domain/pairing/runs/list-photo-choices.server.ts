import type { AppContext } from '~/platform/context.server'
import { assertStaff, type Actor } from '../../auth/actor'

export interface PhotoChoices {
  readonly uploads: ReadonlyArray<{ readonly jobId: string; readonly at: string; readonly photos: number }>
  readonly collections: ReadonlyArray<{ readonly id: string; readonly name: string; readonly photos: number }>
}

const MOST_UPLOADS = 20
const MOST_COLLECTIONS = 200

/** The sets of photos that a person can name when pairing: the latest uploads and the collections. */
export async function listPhotoChoices(ctx: Pick<AppContext, 'db'>, actor: Actor): Promise<PhotoChoices> {
  assertStaff(actor)
  const uploads = await ctx.db.prisma.job.findMany({
    where: { projectId: actor.projectId, name: 'ingest-photos', total: { gte: 2 } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MOST_UPLOADS,
    select: { id: true, createdAt: true, total: true },
  })
  const collections = await ctx.db.prisma.collection.findMany({
    where: { projectId: actor.projectId },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: MOST_COLLECTIONS,
    select: { id: true, name: true, _count: { select: { photos: true } } },
  })
  return {
    uploads: uploads.map(({ id, createdAt, total }) => ({
      jobId: id,
      at: createdAt.toISOString(),
      photos: total,
    })),
    collections: collections.map(({ id, name, _count }) => ({ id, name, photos: _count.photos })),
  }
}
