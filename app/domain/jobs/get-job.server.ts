import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import type { Actor } from '../auth/actor'
import { readThroughput } from './throughput.queries.server'
import { hintOf, toJobView, type JobView } from './job-view'
import { rollUpChildren } from './roll-up-children.server'
import { visibleJobs } from './visible-jobs.server'

export interface JobDetails extends JobView {
  /** Items finished per second over the last minute of work; null while there is too little to say. */
  ratePerSecond: number | null
  etaSeconds: number | null
  /** Items finished in equal slices of the job's time, for a sparkline. */
  throughput: number[]
  running: string[]
  failures: {
    key: string
    code: string | null
    message: string | null
    hint: string | null
    attempts: number
  }[]
  /** Failures that are not in `failures`. */
  moreFailures: number
  steps: { key: string; seconds: number }[]
  log: { id: string; at: string; level: string; message: string; data: unknown }[]
  /** Its parts, each a job of its own. */
  children: JobView[]
  /** The run whose pairs this job finds: where its result is seen. */
  pairingRunId: string | null
}

const FAILURES = 200
const LINES = 200

/** @throws AppError NOT_FOUND, for jobs of other projects and other customers as well. */
export async function getJob(ctx: Pick<AppContext, 'db'>, actor: Actor, jobId: string): Promise<JobDetails> {
  const { prisma, pool } = ctx.db
  const found = await prisma.job.findFirst({
    where: { AND: [{ id: jobId }, visibleJobs(actor)] },
    include: {
      items: { where: { status: 'failed' }, orderBy: { key: 'asc' }, take: FAILURES },
      steps: { where: { finishedAt: { not: null } }, orderBy: { startedAt: 'asc' } },
      logs: { orderBy: { id: 'desc' }, take: LINES },
      children: { orderBy: { createdAt: 'asc' }, take: 100 },
      pairingRun: { select: { id: true } },
    },
  })
  const [job] = found ? await rollUpChildren(prisma, [found]) : []
  if (!job) throw new AppError('NOT_FOUND', 'This job does not exist.')
  const running = await prisma.jobItem.findMany({
    where: { jobId, status: 'running' },
    select: { key: true },
    orderBy: { key: 'asc' },
    take: 20,
  })
  const throughput = await readThroughput(pool, jobId)
  const left = job.total - job.done - job.failed
  const rate = throughput.lastMinute > 1 ? throughput.lastMinute / throughput.lastMinuteSeconds : null
  return {
    ...toJobView(job),
    ratePerSecond: rate,
    etaSeconds: job.status === 'running' && rate && left > 0 ? Math.ceil(left / rate) : null,
    throughput: throughput.slices,
    running: running.map((item) => item.key),
    failures: job.items.map((item) => ({
      key: item.key,
      code: item.errorCode,
      message: item.errorMessage,
      hint: hintOf(item.errorCode),
      attempts: item.attempts,
    })),
    moreFailures: Math.max(0, job.failed - job.items.length),
    steps: job.steps.map((step) => ({
      key: step.key,
      seconds: ((step.finishedAt ?? step.startedAt).getTime() - step.startedAt.getTime()) / 1000,
    })),
    log: job.logs.reverse().map((line) => ({
      id: line.id.toString(),
      at: line.at.toISOString(),
      level: line.level,
      message: line.message,
      data: line.data,
    })),
    children: job.children.map(toJobView),
    pairingRunId: job.pairingRun?.id ?? null,
  }
}
