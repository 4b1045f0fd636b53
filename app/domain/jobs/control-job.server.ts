import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import type { Actor } from '../auth/actor'
import { cancelJobs, pauseJobs, resumeJobs, retryJobs } from './control.queries.server'
import type { JobAction } from './job-view'
import { publishEvent } from './publish-event.server'
import { visibleJobs } from './visible-jobs.server'

const statements = { pause: pauseJobs, resume: resumeJobs, cancel: cancelJobs }

/**
 * Pauses, resumes, cancels or retries one job or a selection, with their parts. A running job stops between items and
 * keeps what is done; `retry` runs failed items only, with `itemKeys` only those. Idempotent: jobs that the action does
 * not fit are named in `unchanged`.
 *
 * @throws AppError NOT_FOUND when one of them does not exist for this person; nothing is changed then.
 * @throws AppError JOB_STATE when the action fits none of them.
 */
export async function controlJob(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  input: { jobIds: string[]; action: JobAction; itemKeys?: string[] },
): Promise<{ changed: string[]; unchanged: string[] }> {
  const ids = [...new Set(input.jobIds)]
  return ctx.db.prisma.$transaction(async (tx) => {
    const jobs = await tx.job.findMany({
      where: { AND: [{ id: { in: ids } }, visibleJobs(actor)] },
      select: { id: true, projectId: true, createdById: true, status: true },
    })
    if (ids.length === 0 || jobs.length < ids.length) {
      throw new AppError(
        'NOT_FOUND',
        ids.length > 1 ? 'Not all of these jobs exist.' : 'This job does not exist.',
      )
    }
    const parts = await tx.job.findMany({
      where: { AND: [{ parentId: { in: ids } }, visibleJobs(actor)] },
      select: { id: true, parentId: true, projectId: true, createdById: true },
    })
    const all = [...new Set([...ids, ...parts.map((part) => part.id)])]
    const changed =
      input.action === 'retry'
        ? await retryJobs(tx, all, input.itemKeys)
        : await statements[input.action](tx, all)
    if (changed.length === 0) {
      const states = [...new Set(jobs.map((job) => job.status.replaceAll('_', ' ')))].join(', ')
      throw new AppError('JOB_STATE', `${verbs[input.action]} is not possible: ${states}.`)
    }
    for (const job of [...jobs, ...parts].filter((each) => changed.includes(each.id))) {
      await publishEvent(tx, { kind: 'job', id: job.id, projectId: job.projectId, ownerId: job.createdById })
    }
    const touched = new Set([
      ...changed,
      ...parts.filter((part) => changed.includes(part.id)).map((part) => part.parentId),
    ])
    return { changed: ids.filter((id) => touched.has(id)), unchanged: ids.filter((id) => !touched.has(id)) }
  })
}

const verbs = { pause: 'Pausing', resume: 'Resuming', cancel: 'Cancelling', retry: 'Retrying' }
