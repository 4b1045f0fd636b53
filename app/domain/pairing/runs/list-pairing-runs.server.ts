import type { AppContext } from '~/platform/context.server'
import type { Actor } from '../../auth/actor'
import type { RunSummary } from './run-view'

const MOST = 50

/** The project's latest runs, newest first. */
export async function listPairingRuns(ctx: Pick<AppContext, 'db'>, actor: Actor): Promise<RunSummary[]> {
  const runs = await ctx.db.prisma.pairingRun.findMany({
    where: { projectId: actor.projectId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MOST,
    include: { job: { select: { status: true } }, _count: { select: { photos: true } } },
  })
  const counts = await ctx.db.prisma.pairingPair.groupBy({
    by: ['runId', 'state'],
    where: { runId: { in: runs.map((run) => run.id) } },
    _count: { _all: true },
  })
  const count = (runId: string, state: string): number =>
    counts.find((row) => row.runId === runId && row.state === state)?._count._all ?? 0
  return runs.map((run) => ({
    id: run.id,
    strategy: run.strategy,
    createdAt: run.createdAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    photos: run._count.photos,
    proposed: count(run.id, 'proposed'),
    accepted: count(run.id, 'accepted'),
    costUsd: run.costUsd,
    jobStatus: run.job?.status ?? null,
  }))
}
