import type { AppContext } from '~/platform/context.server'
import { assertStaff, type Actor } from '../../auth/actor'
import { describePhoto, photoViewColumns } from '../../photos/describe-photo'
import type { RunSummary } from './run-view'
import { stateOf } from './stored-pair.server'

const MOST = 50
/** Enough to recognise a run by. */
const SAMPLE = 4

/** The project's latest runs, newest first. @throws PERMISSION_DENIED for customers */
export async function listPairingRuns(ctx: Pick<AppContext, 'db'>, actor: Actor): Promise<RunSummary[]> {
  assertStaff(actor)
  const { prisma } = ctx.db
  const runs = await prisma.pairingRun.findMany({
    where: { projectId: actor.projectId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MOST,
    include: {
      job: { select: { status: true } },
      _count: { select: { photos: true } },
      photos: { orderBy: { position: 'asc' }, take: SAMPLE, select: { photoId: true } },
      pairs: { select: { state: true, product: { select: { deletedAt: true } } } },
    },
  })
  const rows = await prisma.photo.findMany({
    where: {
      id: { in: runs.flatMap((run) => run.photos.map(({ photoId }) => photoId)) },
      projectId: actor.projectId,
      deletedAt: null,
    },
    select: photoViewColumns,
  })
  const photos = new Map(rows.map((row) => [row.id, describePhoto(row)]))
  return runs.map((run) => {
    const states = run.pairs.map(stateOf)
    return {
      id: run.id,
      strategy: run.strategy,
      createdAt: run.createdAt.toISOString(),
      finishedAt: run.finishedAt?.toISOString() ?? null,
      photos: run._count.photos,
      proposed: states.filter((state) => state === 'proposed').length,
      accepted: states.filter((state) => state === 'accepted').length,
      costUsd: run.costUsd,
      jobStatus: run.job?.status ?? null,
      sample: run.photos.flatMap(({ photoId }) => photos.get(photoId) ?? []),
    }
  })
}
