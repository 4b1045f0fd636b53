/**
 * What do a watchable row, progress, heartbeats and recovery cost on top of graphile-worker?
 *
 *   DATABASE_URL=postgresql://… npx tsx bench/jobs.ts [jobs=10000] [rounds=3]
 *
 * Enqueues and runs trivial jobs, bare and through Recto, in turns in one process; prints the ratio of the best rounds.
 * DATABASE_URL is a server on which the role may create databases; without it, PGlite.
 */
import { EventEmitter } from 'node:events'
import { Logger, makeWorkerUtils, run } from 'graphile-worker'
import PQueue from 'p-queue'
import { z } from 'zod'
import { enqueueJob } from '~/domain/jobs/enqueue-job.server'
import type { AppContext } from '~/platform/context.server'
import { createContext } from '~/platform/create-context.server'
import { readEnv } from '~/platform/env.server'
import { migrate } from '~tests/helpers/migrate'
import { createWorker } from '../workers/create-worker'
import { openDatabase } from './open-database'

const jobs = Number(process.argv[2] ?? 10_000)
const rounds = Number(process.argv[3] ?? 3)
/** Callers that enqueue at once, and jobs that run at once: the same for both. */
const AT_ONCE = 8

const silent = new Logger(() => () => {})

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

async function enqueueAll(one: (index: number) => Promise<unknown>): Promise<void> {
  const queue = new PQueue({ concurrency: AT_ONCE })
  await queue.addAll(Array.from({ length: jobs }, (_, index) => () => one(index)))
}

async function bare(ctx: AppContext) {
  const utils = await makeWorkerUtils({ pgPool: ctx.db.pool, logger: silent })
  const enqueue = await seconds(() => enqueueAll((index) => utils.addJob('bare', { index })))
  let left = jobs
  let finish = () => {}
  const finished = new Promise<void>((resolve) => (finish = resolve))
  const execute = await seconds(async () => {
    const runner = await run({
      pgPool: ctx.db.pool,
      events: new EventEmitter(),
      logger: silent,
      concurrency: AT_ONCE,
      noHandleSignals: true,
      noPreparedStatements: ctx.db.embedded,
      taskList: { bare: async () => void (--left === 0 && finish()) },
    })
    await finished
    await runner.stop()
  })
  await utils.release()
  return { enqueue, execute }
}

async function recto(ctx: AppContext, projectId: string) {
  const catalog = {
    trivial: {
      payload: z.object({ index: z.number() }),
      version: 1,
      priority: 0,
      stallMs: 60_000,
      maxAttempts: 3,
    },
  }
  const enqueue = await seconds(() =>
    enqueueAll((index) =>
      enqueueJob(
        ctx.db.prisma,
        { name: 'trivial', payload: { index }, projectId, title: 'trivial' },
        catalog,
      ),
    ),
  )
  let left = jobs
  let finish = () => {}
  const finished = new Promise<void>((resolve) => (finish = resolve))
  const execute = await seconds(async () => {
    const worker = await createWorker({
      ctx,
      catalog,
      handlers: { trivial: async () => void (--left === 0 && finish()) },
      concurrentJobs: AT_ONCE,
    })
    await finished
    await worker.stop(10_000)
  })
  const done = await ctx.db.prisma.job.count({ where: { status: 'completed' } })
  if (done !== jobs) throw new Error(`${done} of ${jobs} jobs are recorded as completed`)
  await ctx.db.pool.query('TRUNCATE job CASCADE')
  return { enqueue, execute }
}

const database = await openDatabase()
await migrate(database.url, database.embedded)
const env = {
  AUTH_SECRET: 'x'.repeat(32),
  LOG_LEVEL: 'error',
  DATABASE_URL: database.url,
  DATABASE_POOL_MAX: '16',
}
const ctx = createContext(readEnv({ ...env, DATABASE_EMBEDDED: String(database.embedded) }), 'bench')
const { id: projectId } = await ctx.db.prisma.project.create({ data: { name: 'bench' } })

const best = {
  bare: { enqueue: Infinity, execute: Infinity },
  recto: { enqueue: Infinity, execute: Infinity },
}
for (let round = 1; round <= rounds; round++) {
  for (const [name, measure] of [
    ['bare', bare],
    ['recto', recto],
  ] as const) {
    const took = await measure(ctx, projectId)
    best[name].enqueue = Math.min(best[name].enqueue, took.enqueue)
    best[name].execute = Math.min(best[name].execute, took.execute)
    console.log(
      `round ${round} ${name.padEnd(5)} enqueue ${took.enqueue.toFixed(2)} s, run ${took.execute.toFixed(2)} s`,
    )
  }
}
const total = (name: 'bare' | 'recto') => best[name].enqueue + best[name].execute
console.log(
  `${jobs} jobs on ${database.embedded ? 'PGlite' : 'Postgres'}: ` +
    `enqueue ×${(best.recto.enqueue / best.bare.enqueue).toFixed(2)}, run ×${(best.recto.execute / best.bare.execute).toFixed(2)}, ` +
    `together ×${(total('recto') / total('bare')).toFixed(2)} of bare graphile-worker (${Math.round(jobs / total('recto'))} jobs/s)`,
)
await ctx.db.close()
await database.close()
process.exit(0)
