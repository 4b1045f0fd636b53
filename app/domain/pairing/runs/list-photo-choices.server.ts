import type { AppContext } from '~/platform/context.server'
import { assertStaff, type Actor } from '../../auth/actor'

export interface PhotoChoices {
  readonly uploads: ReadonlyArray<{ readonly jobId: string; readonly at: string; readonly photos: number }>
  readonly collections: ReadonlyArray<{ readonly id: string; readonly name: string; readonly photos: number }>
}

const MOST_UPLOADS = 20
/** An upload may be several jobs of one key: a quick worker finishes the first before the last file is sent. */
const MOST_JOBS = 200
const MOST_COLLECTIONS = 200

/** The sets of photos that a person can name when pairing: the latest uploads and the collections. */
export async function listPhotoChoices(ctx: Pick<AppContext, 'db'>, actor: Actor): Promise<PhotoChoices> {
  assertStaff(actor)
  const jobs = await ctx.db.prisma.job.findMany({
    where: { projectId: actor.projectId, name: 'ingest-photos' },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MOST_JOBS,
    select: { id: true, key: true, createdAt: true, total: true },
  })
  const collections = await ctx.db.prisma.collection.findMany({
    where: { projectId: actor.projectId },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: MOST_COLLECTIONS,
    select: { id: true, name: true, _count: { select: { photos: true } } },
  })
  const uploads = new Map<string, { jobId: string; at: string; photos: number }>()
  for (const { id, key, createdAt, total } of jobs) {
    const known = uploads.get(key ?? id)
    uploads.set(key ?? id, {
      jobId: id,
      at: createdAt.toISOString(),
      photos: total + (known?.photos ?? 0),
    })
  }
  return {
    uploads: [...uploads.values()].filter(({ photos }) => photos >= 2).slice(0, MOST_UPLOADS),
    collections: collections.map(({ id, name, _count }) => ({ id, name, photos: _count.photos })),
  }
}
