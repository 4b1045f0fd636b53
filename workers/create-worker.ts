import { EventEmitter } from 'node:events'
import { randomUUID } from 'node:crypto'
import {
  Logger as QueueLogger,
  run,
  type ParsedCronItem,
  type Runner,
  type WorkerEvents,
} from 'graphile-worker'
import type { JobCatalog } from '~/domain/jobs/catalog'
import { createItemGate } from '~/domain/jobs/item-gate'
import { createJobRunner, type JobRunner } from '~/domain/jobs/create-job-runner.server'
import type { JobHandler } from '~/domain/jobs/job-run'
import { probeDependency } from '~/domain/jobs/probe-dependency.server'
import { livingHere, processHome, superviseWorkers } from '~/domain/jobs/supervise-workers.server'
import { registerWorker, retireWorker, setQueueWorkerId } from '~/domain/jobs/workers.queries.server'
import type { AppContext } from '~/platform/context.server'
import { createCronItems, type CronEntry } from './crontab'

export interface WorkerOptions {
  ctx: AppContext
  catalog: JobCatalog
  handlers: Record<string, JobHandler<AppContext, never>>
  cron?: CronEntry[]
  /** Jobs at once in this process; their items share WORKER_CONCURRENCY places. */
  concurrentJobs?: number
}

export interface WorkerProcess {
  /** Lets running items finish within `limitMs`, then puts the rest back into the queue. */
  stop(limitMs: number): Promise<void>
}

/** One that waits for a slow service must not keep a person's job out. */
const CONCURRENT_JOBS = 4

/**
 * A worker: graphile-worker hands it jobs, the runner runs them, the supervision keeps it honest. When it was declared
 * dead (frozen for a minute) or lost its queue connection for good, it drops everything and starts anew under another id.
 */
export async function createWorker(options: WorkerOptions): Promise<WorkerProcess> {
  const { ctx } = options
  let stopping = false
  let life: Life | null = null
  let starting: Promise<void> = Promise.resolve()

  const begin = async (): Promise<void> => {
    for (let wait = 100; !stopping; wait = Math.min(wait * 2, 5_000)) {
      try {
        life = await startLife(options, renew)
        return
      } catch (error) {
        ctx.log.warn({ err: error }, 'worker could not start; trying again')
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    }
  }
  const renew = (ended: Life, reason: string) => {
    if (stopping || life !== ended) return
    life = null
    ctx.log.warn({ workerId: ended.workerId, reason }, 'worker starts anew')
    starting = ended.drop().then(begin)
  }

  starting = begin()
  await starting
  return {
    async stop(limitMs) {
      stopping = true
      await starting
      await life?.finish(limitMs)
    },
  }
}

/** One identity of a worker, from its registration to its end. */
interface Life {
  workerId: string
  /** Orderly: within the limit. */
  finish(limitMs: number): Promise<void>
  /** At once, writing nothing. */
  drop(): Promise<void>
}

async function startLife(options: WorkerOptions, onEnd: (life: Life, reason: string) => void): Promise<Life> {
  const { ctx } = options
  const { pool, embedded } = ctx.db
  const workerId = randomUUID()
  const log = ctx.log.child({ workerId })
  const runner: JobRunner = createJobRunner<AppContext>({
    pool,
    log,
    workerId,
    context: ctx,
    catalog: options.catalog,
    handlers: options.handlers,
    gate: createItemGate({
      max: ctx.env.WORKER_CONCURRENCY,
      budgetBytes: ctx.env.WORKER_MEMORY_BUDGET_MB * 1024 * 1024,
      readRss: () => process.memoryUsage.rss(),
    }),
    probe: (code) => probeDependency(ctx, code),
    sliceMs: ctx.env.WORKER_SLICE_MS,
    blockedRetryMs: ctx.env.WORKER_BLOCKED_RETRY_MS,
  })
  livingHere.add(workerId)
  let queue: Runner | undefined
  try {
    await registerWorker(pool, { id: workerId, host: processHome(), pid: process.pid })
    const started = await startQueue(options, runner)
    queue = started.queue
    await setQueueWorkerId(pool, workerId, started.queueWorkerId)
  } catch (error) {
    livingHere.delete(workerId)
    runner.abandon()
    // Nobody would watch over this queue: it must not go on taking jobs. What it took already is given back by whoever
    // finds this worker dead; before there is a queue it took nothing, and can sign off.
    if (queue) await queue.kill('the worker could not start').catch(() => {})
    else await retireWorker(pool, workerId).catch(() => {})
    throw error
  }
  const supervision = superviseWorkers({
    pool,
    log,
    workerId,
    heartbeatMs: ctx.env.WORKER_HEARTBEAT_MS,
    deadAfterMs: ctx.env.WORKER_DEAD_AFTER_MS,
    onBeat: () => runner.releaseForgotten(),
    onDeclaredDead: () => onEnd(life, 'it was declared dead'),
  })
  const life: Life = {
    workerId,
    async finish(limitMs) {
      // No new jobs first: graphile's own stop waits for running tasks, which end when the runner lets go of them.
      const queueStopped = queue.stop().catch(() => {})
      await runner.stop(limitMs)
      await queueStopped
      await supervision.stop()
      livingHere.delete(workerId)
      await retireWorker(pool, workerId).catch((error: unknown) =>
        log.warn({ err: error }, 'could not sign off'),
      )
    },
    async drop() {
      runner.abandon()
      await supervision.stop()
      livingHere.delete(workerId)
      await queue.kill('the worker starts anew').catch(() => {})
    },
  }
  void queue.promise.then(
    () => onEnd(life, 'its queue stopped'),
    (error: unknown) => onEnd(life, `its queue failed: ${String(error)}`),
  )
  log.info({ embedded, concurrency: ctx.env.WORKER_CONCURRENCY }, 'worker ready')
  return life
}

async function startQueue(
  options: WorkerOptions,
  runner: JobRunner,
): Promise<{ queue: Runner; queueWorkerId: string }> {
  const { ctx } = options
  const events: WorkerEvents = new EventEmitter()
  let queueWorkerId = ''
  events.on('pool:create', ({ workerPool }) => (queueWorkerId = workerPool.id))
  const parsedCronItems: ParsedCronItem[] = createCronItems(options.cron ?? [])
  const queue = await run({
    pgPool: ctx.db.pool,
    events,
    logger: new QueueLogger(() => (level, message, meta) => {
      if (level === 'error') ctx.log.warn({ queue: meta?.error }, message)
      else ctx.log.debug(message)
    }),
    noHandleSignals: true,
    noPreparedStatements: ctx.db.embedded,
    concurrency: options.concurrentJobs ?? CONCURRENT_JOBS,
    // A safety net only: LISTEN brings new jobs within milliseconds.
    pollInterval: 2_000,
    parsedCronItems,
    taskList: {
      'run-job': (payload) => runner.run(readJobId(payload)),
      ...Object.fromEntries((options.cron ?? []).map((entry) => [entry.task, () => entry.start(ctx)])),
    },
  })
  return { queue, queueWorkerId }
}

function readJobId(payload: unknown): string {
  if (
    typeof payload === 'object' &&
    payload !== null &&
    'jobId' in payload &&
    typeof payload.jobId === 'string'
  ) {
    return payload.jobId
  }
  throw new Error('A queue row without a job id; it was not written by enqueueJob.')
}
