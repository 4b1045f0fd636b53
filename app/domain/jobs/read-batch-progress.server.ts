import type { AppContext } from '~/platform/context.server'
import type { Actor } from '../auth/actor'
import type { JobName } from './catalog'
import { isOpen } from './job-view'

export interface BatchProgress {
  total: number
  done: number
  failed: number
  /** Some of it still waits or runs. */
  open: boolean
  /** Why it waits, when a dependency is down or somebody paused it. */
  reason: string | null
}

export interface FailedItem {
  key: string
  code: string
  message: string
}

type Ctx = Pick<AppContext, 'db'>

/**
 * What became of everything enqueued under one key. A batch that arrives slower than it is worked off is several jobs
 * in a row (each closes when it has nothing left), so their figures are added up.
 */
export async function readBatchProgress(
  ctx: Ctx,
  actor: Actor,
  name: JobName,
  key: string,
): Promise<BatchProgress> {
  const jobs = await ctx.db.prisma.job.findMany({
    where: { projectId: actor.projectId, name, key },
    select: { status: true, statusReason: true, total: true, done: true, failed: true },
  })
  const open = jobs.filter((job) => isOpen(job.status))
  const sum = (field: 'total' | 'done' | 'failed') => jobs.reduce((total, job) => total + job[field], 0)
  return {
    total: sum('total'),
    done: sum('done'),
    failed: sum('failed'),
    open: open.length > 0,
    reason: open.find((job) => job.status === 'blocked' || job.status === 'paused')?.statusReason ?? null,
  }
}

/** The items of a batch that could not be worked, with the reason of each; at most 10,000. */
export async function listFailedItems(
  ctx: Ctx,
  actor: Actor,
  name: JobName,
  key: string,
): Promise<FailedItem[]> {
  const items = await ctx.db.prisma.jobItem.findMany({
    where: { status: 'failed', job: { projectId: actor.projectId, name, key } },
    select: { key: true, errorCode: true, errorMessage: true },
    orderBy: { key: 'asc' },
    take: 10_000,
  })
  return items.map((item) => ({
    key: item.key,
    code: item.errorCode ?? 'INTERNAL',
    message: item.errorMessage ?? '',
  }))
}
