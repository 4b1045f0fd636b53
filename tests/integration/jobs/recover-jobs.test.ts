import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { JobCatalog } from '~/domain/jobs/catalog'
import { enqueueJob } from '~/domain/jobs/enqueue-job.server'
import { claimItems, settleItems } from '~/domain/jobs/items.queries.server'
import type { JobHandler } from '~/domain/jobs/job-run'
import { claimJobs, completeJobs, requeueJob, writeStep } from '~/domain/jobs/runtime.queries.server'
import { superviseWorkers } from '~/domain/jobs/supervise-workers.server'
import {
  beat,
  recoverWorker,
  registerWorker,
  requeueStrayJobs,
  setQueueWorkerId,
} from '~/domain/jobs/workers.queries.server'
import type { AppContext } from '~/platform/context.server'
import { createTestContext } from '~tests/helpers/create-test-context'
import { untilJob } from '~tests/helpers/watch-job'
import { createWorker } from '../../../workers/create-worker'

const catalog = {
  items: { payload: z.object({}), version: 1, priority: 0, stallMs: 30_000, maxAttempts: 3 },
  plain: { payload: z.object({}), version: 1, priority: 0, stallMs: 30_000, maxAttempts: 3 },
} satisfies JobCatalog
const handlers: Record<string, JobHandler<AppContext, never>> = {
  items: (_ctx, run) => run.forEachItem({ work: async () => null }),
  plain: async () => {},
}

let ctx: AppContext
let drop: () => Promise<void>
beforeAll(async () => {
  ;({ ctx, drop } = await createTestContext({ WORKER_HEARTBEAT_MS: '200', WORKER_DEAD_AFTER_MS: '1000' }))
})
afterAll(() => drop())

const enqueue = async (name: 'items' | 'plain', itemKeys?: string[]) =>
  (await enqueueJob(ctx.db.prisma, { name, payload: {}, projectId: null, title: name, itemKeys }, catalog))
    .jobId

/** A worker that takes the job and its items and then says nothing more: what a killed process leaves behind. */
async function takeAndDie(jobId: string, workerId: string, items: 'fresh' | 'suspect' = 'fresh') {
  await registerWorker(ctx.db.pool, { id: workerId, host: 'elsewhere', pid: 1 })
  await setQueueWorkerId(ctx.db.pool, workerId, `queue ${workerId}`)
  await ctx.db.pool.query(
    `UPDATE graphile_worker._private_jobs SET locked_by = $2, locked_at = now(), attempts = attempts + 1 WHERE key = $1`,
    [`job:${jobId}`, `queue ${workerId}`],
  )
  const [claimed] = await claimJobs(ctx.db.pool, [jobId], workerId)
  if (!claimed) throw new Error('the job was not free')
  const page = { rank: items, limit: items === 'fresh' ? 2 : 1, skipCheckpoint: null }
  return { run: claimed, items: await claimItems(ctx.db.pool, claimed, page) }
}

describe('recovery', () => {
  it('gives the work of a silent worker to another, which finishes it', async () => {
    const jobId = await enqueue('items', ['a', 'b', 'c'])
    await takeAndDie(jobId, 'silent')
    const started = Date.now()
    const worker = await createWorker({ ctx, catalog, handlers })
    const job = await untilJob(ctx, jobId, ['completed'])
    await worker.stop(1_000)
    expect(job).toMatchObject({ done: 3, failed: 0 })
    expect(Date.now() - started).toBeGreaterThan(1_000)
    expect(await beat(ctx.db.pool, 'silent')).toBe(false)
  })

  it('lets a worker that lost its lease write nothing', async () => {
    const jobId = await enqueue('items', ['a', 'b'])
    const frozen = await takeAndDie(jobId, 'frozen')
    await recoverWorker(ctx.db.pool, 'frozen')
    const [second] = await claimJobs(ctx.db.pool, [jobId], 'second')
    if (!second) throw new Error('the job was not free')
    const done = {
      key: 'a',
      status: 'done',
      counts: true,
      checkpoint: null,
      code: null,
      message: null,
    } as const

    expect(await settleItems(ctx.db.pool, frozen.run, [done])).toBeNull()
    expect(await completeJobs(ctx.db.pool, [frozen.run])).toEqual([])
    expect(await writeStep(ctx.db.pool, frozen.run, { key: 's', startedAt: new Date(), result: 1 })).toBe(
      false,
    )
    const back = { status: 'waiting', delayMs: 0, code: null, reason: null, attempts: 0 } as const
    expect(await requeueJob(ctx.db.pool, frozen.run, back)).toBe(false)
    expect(
      await claimItems(ctx.db.pool, frozen.run, { rank: 'fresh', limit: 5, skipCheckpoint: null }),
    ).toEqual([])

    const items = await claimItems(ctx.db.pool, second, { rank: 'suspect', limit: 5, skipCheckpoint: null })
    expect(items.map((item) => item.key)).toEqual(['a', 'b'])
    expect(await settleItems(ctx.db.pool, second, [done])).toMatchObject({ done: 1, total: 2 })
    expect(await settleItems(ctx.db.pool, second, [done])).toMatchObject({ done: 1, total: 2 })
    expect(await completeJobs(ctx.db.pool, [second])).toEqual([])
    await settleItems(ctx.db.pool, second, [{ ...done, key: 'b' }])
    expect(await completeJobs(ctx.db.pool, [second])).toEqual([jobId])
  })

  it('sets aside the item that was running at three deaths, by name, and finishes the rest', async () => {
    const jobId = await enqueue('items', ['a', 'killer', 'z'])
    await ctx.db.prisma.jobItem.updateMany({
      where: { jobId, key: { not: 'killer' } },
      data: { status: 'done' },
    })
    await ctx.db.prisma.job.update({ where: { id: jobId }, data: { done: 2 } })
    for (const [index, rank] of (['fresh', 'suspect', 'suspect'] as const).entries()) {
      const { items } = await takeAndDie(jobId, `victim ${index}`, rank)
      expect(items.map((item) => item.key)).toEqual(['killer'])
      expect(await recoverWorker(ctx.db.pool, `victim ${index}`)).toMatchObject({
        quarantinedItems: index === 2 ? 1 : 0,
      })
    }
    const worker = await createWorker({ ctx, catalog, handlers })
    const job = await untilJob(ctx, jobId, ['completed_with_failures'])
    await worker.stop(1_000)
    expect(job).toMatchObject({ done: 2, failed: 1 })
    const item = await ctx.db.prisma.jobItem.findUniqueOrThrow({
      where: { jobId_key: { jobId, key: 'killer' } },
    })
    expect(item).toMatchObject({ status: 'failed', errorCode: 'JOB_QUARANTINED', crashes: 3 })
  })

  it('quarantines a job without items after three deaths', async () => {
    const jobId = await enqueue('plain')
    for (const index of [0, 1, 2]) {
      await takeAndDie(jobId, `plain victim ${index}`)
      await recoverWorker(ctx.db.pool, `plain victim ${index}`)
    }
    expect(await untilJob(ctx, jobId, ['failed'])).toMatchObject({ errorCode: 'JOB_QUARANTINED', crashes: 3 })
    const left = await ctx.db.pool.query('SELECT 1 FROM graphile_worker.jobs WHERE key = $1', [
      `job:${jobId}`,
    ])
    expect(left.rows).toEqual([])
  })

  it('puts an open job that is in no queue back into one', async () => {
    const jobId = await enqueue('plain')
    await ctx.db.pool.query('DELETE FROM graphile_worker._private_jobs WHERE key = $1', [`job:${jobId}`])
    await ctx.db.pool.query(`UPDATE job SET updated_at = now() - interval '1 minute' WHERE id = $1`, [jobId])
    expect(await requeueStrayJobs(ctx.db.pool)).toContain(jobId)
    expect(await requeueStrayJobs(ctx.db.pool)).not.toContain(jobId)
  })

  it('takes back a job that a worker took after it was declared dead', async () => {
    await registerWorker(ctx.db.pool, { id: 'woken', host: 'elsewhere', pid: 1 })
    await recoverWorker(ctx.db.pool, 'woken')
    const jobId = await enqueue('items', ['a'])
    const [late] = await claimJobs(ctx.db.pool, [jobId], 'woken')
    if (!late) throw new Error('the job was not free')
    await claimItems(ctx.db.pool, late, { rank: 'fresh', limit: 1, skipCheckpoint: null })
    expect(await requeueStrayJobs(ctx.db.pool)).toContain(jobId)
    expect(await completeJobs(ctx.db.pool, [late])).toEqual([])
    const worker = await createWorker({ ctx, catalog, handlers })
    expect(await untilJob(ctx, jobId, ['completed'])).toMatchObject({ done: 1, crashes: 0 })
    await worker.stop(1_000)
  })

  it('kills nobody when the clock jumps', async () => {
    await registerWorker(ctx.db.pool, { id: 'steady', host: 'elsewhere', pid: 1 })
    await registerWorker(ctx.db.pool, { id: 'watcher', host: 'elsewhere', pid: 2 })
    const jump = (hours: number) =>
      ctx.db.pool.query(
        `UPDATE worker SET heartbeat_at = heartbeat_at + $1 * interval '1 hour' WHERE id = 'steady'`,
        [hours],
      )
    const watch = superviseWorkers({
      pool: ctx.db.pool,
      log: pino({ level: 'silent' }),
      workerId: 'watcher',
      heartbeatMs: 50,
      deadAfterMs: 600,
      onBeat: async () => {},
      onDeclaredDead: () => {},
    })
    for (const hours of [-5, 7, -9, 30]) {
      await jump(hours)
      await sleep(300)
    }
    expect(await beat(ctx.db.pool, 'steady')).toBe(true)
    await sleep(2_500)
    expect(await beat(ctx.db.pool, 'steady')).toBe(false)
    await watch.stop()
  })
})
