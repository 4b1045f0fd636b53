import type { AppContext } from '~/platform/context.server'
import type { Actor } from '../auth/actor'
import { openStatuses } from './job-view'
import { visibleJobs } from './visible-jobs.server'

/** What the badge in the header says: how much is under way, how far it is, and whether something is stuck. */
export interface JobsSummary {
  open: number
  blocked: number
  done: number
  total: number
  /** Why the first blocked job waits. */
  reason: string | null
}

export async function summariseJobs(ctx: Pick<AppContext, 'db'>, actor: Actor): Promise<JobsSummary> {
  const jobs = await ctx.db.prisma.job.findMany({
    where: { AND: [visibleJobs(actor), { projectId: { not: null }, status: { in: [...openStatuses] } }] },
    select: { status: true, done: true, failed: true, total: true, statusReason: true },
    take: 500,
  })
  const blocked = jobs.filter((job) => job.status === 'blocked')
  return {
    open: jobs.filter((job) => job.status !== 'paused').length,
    blocked: blocked.length,
    done: jobs.reduce((sum, job) => sum + job.done + job.failed, 0),
    total: jobs.reduce((sum, job) => sum + job.total, 0),
    reason: blocked[0]?.statusReason ?? null,
  }
}
