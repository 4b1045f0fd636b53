import type { AppContext } from '~/platform/context.server'
import type { Prisma } from '~/platform/db/connect.server'
import { olderThan, readPlace, writePlace } from '~/platform/db/place'
import type { Actor } from '../auth/actor'
import { openStatuses, toJobView, type JobStatus, type JobView } from './job-view'
import { rollUpChildren } from './roll-up-children.server'
import { visibleJobs } from './visible-jobs.server'

export type JobFilter = 'all' | 'open' | 'failed' | 'done' | 'upkeep'

/** In one of these states, or a part of it is. */
const anyIn = (statuses: JobStatus[]): Prisma.JobWhereInput => ({
  projectId: { not: null },
  OR: [{ status: { in: statuses } }, { children: { some: { status: { in: statuses } } } }],
})

const filters: Record<JobFilter, Prisma.JobWhereInput> = {
  all: { projectId: { not: null } },
  open: anyIn([...openStatuses]),
  failed: anyIn(['failed', 'completed_with_failures']),
  done: { status: { in: ['completed', 'cancelled'] }, projectId: { not: null } },
  upkeep: { projectId: null },
}

/** Jobs this person may see, newest first, a page at a time; parts of a job are on its own page. */
export async function listJobs(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  input: { filter?: JobFilter; cursor?: string | null; limit?: number } = {},
): Promise<{ jobs: JobView[]; nextCursor: string | null }> {
  const limit = Math.min(input.limit ?? 50, 200)
  const filter = filters[input.filter ?? 'all']
  const rows = await ctx.db.prisma.job.findMany({
    where: {
      AND: [
        visibleJobs(actor),
        filter,
        { parentId: null },
        input.cursor ? olderThan(readPlace(input.cursor)) : {},
      ],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  const page = await rollUpChildren(ctx.db.prisma, rows.slice(0, limit))
  const last = page.at(-1)
  return {
    jobs: page.map(toJobView),
    nextCursor: rows.length > limit && last ? writePlace(last) : null,
  }
}
