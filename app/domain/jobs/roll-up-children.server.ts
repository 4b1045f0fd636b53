import type { Db } from '~/platform/db/connect.server'
import type { Job } from '~/platform/db/generated/client'
import { isOpen, type JobStatus } from './job-view'

type Figures = Pick<Job, 'id' | 'status' | 'total' | 'done' | 'failed' | 'finishedAt'>

/**
 * Jobs with parts as a person sees them, in one query for all: figures are those of the job and its parts together, and
 * it is not over before they are. Jobs without parts come back as they are.
 */
export async function rollUpChildren<Row extends Figures>(db: Db, jobs: Row[]): Promise<Row[]> {
  const groups = await db.job.groupBy({
    by: ['parentId', 'status'],
    where: { parentId: { in: jobs.map((job) => job.id) } },
    _sum: { total: true, done: true, failed: true },
  })
  if (groups.length === 0) return jobs
  return jobs.map((job) => {
    const parts = groups.filter((group) => group.parentId === job.id)
    if (parts.length === 0) return job
    const sum = (figure: 'total' | 'done' | 'failed') =>
      parts.reduce((all, { _sum }) => all + (_sum[figure] ?? 0), job[figure])
    const status = statusOf([job.status, ...parts.map((part) => part.status)])
    return {
      ...job,
      status,
      total: sum('total'),
      done: sum('done'),
      failed: sum('failed'),
      finishedAt: isOpen(status) ? null : job.finishedAt,
    }
  })
}

/** The first of these that the job or one of its parts is in; what is at work outranks what waits, waits what is over. */
const order: JobStatus[] = [
  'running',
  'waiting',
  'blocked',
  'paused',
  'failed',
  'completed_with_failures',
  'cancelled',
  'completed',
]
const statusOf = (statuses: JobStatus[]): JobStatus =>
  order.find((status) => statuses.includes(status)) ?? 'completed'
