import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Actor } from '~/domain/auth/actor'
import type { JobCatalog } from '~/domain/jobs/catalog'
import { controlJob } from '~/domain/jobs/control-job.server'
import { enqueueJob } from '~/domain/jobs/enqueue-job.server'
import { getJob } from '~/domain/jobs/get-job.server'
import type { JobHandler } from '~/domain/jobs/job-run'
import { listJobs } from '~/domain/jobs/list-jobs.server'
import { summariseJobs } from '~/domain/jobs/summarise-jobs.server'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { createTestContext } from '~tests/helpers/create-test-context'
import { untilJob } from '~tests/helpers/watch-job'
import { createWorker, type WorkerProcess } from '../../../workers/create-worker'

const catalog = {
  items: { payload: z.object({}), version: 1, priority: 0, stallMs: 30_000, maxAttempts: 3 },
} satisfies JobCatalog

const finished: string[] = []
let broken = true
const handlers: Record<string, JobHandler<AppContext, never>> = {
  items: (_ctx, run) =>
    run.forEachItem({
      work: async (item) => {
        await sleep(40)
        if (broken && item.key.includes('bad')) throw new AppError('IMAGE_UNREADABLE', 'Not a picture.')
        finished.push(item.key)
        return null
      },
    }),
}

let ctx: AppContext
let drop: () => Promise<void>
let worker: WorkerProcess | null = null
let staff: Actor
let customer: Actor
let stranger: Actor

beforeAll(async () => {
  ;({ ctx, drop } = await createTestContext({ WORKER_CONCURRENCY: '2', WORKER_HEARTBEAT_MS: '500' }))
  const project = await ctx.db.prisma.project.create({ data: { name: 'Shop' } })
  const other = await ctx.db.prisma.project.create({ data: { name: 'Other shop' } })
  staff = { userId: 'staff', role: 'staff', projectId: project.id }
  customer = { userId: 'customer', role: 'customer', projectId: project.id }
  stranger = { userId: 'stranger', role: 'admin', projectId: other.id }
})
afterAll(async () => {
  await worker?.stop(1_000)
  await drop()
})

const start = async () => (worker ??= await createWorker({ ctx, catalog, handlers }))
const stop = async () => {
  await worker?.stop(5_000)
  worker = null
}
const enqueue = async (prefix: string, count: number, createdById?: string, parentId?: string) => {
  const itemKeys = Array.from({ length: count }, (_, index) => `${prefix} ${String(index).padStart(3, '0')}`)
  const input = {
    name: 'items',
    payload: {},
    projectId: staff.projectId,
    title: prefix,
    createdById,
    parentId,
    itemKeys,
  } as const
  return (await enqueueJob(ctx.db.prisma, input, catalog)).jobId
}
const control = (action: 'pause' | 'resume' | 'cancel' | 'retry', ...jobIds: string[]) =>
  controlJob(ctx, staff, { jobIds, action })
const queued = async (jobId: string) =>
  (await ctx.db.pool.query('SELECT id FROM graphile_worker.jobs WHERE key = $1', [`job:${jobId}`])).rows
    .length

describe('steering jobs', () => {
  it('pauses a waiting job out of the queue and resumes it into it', async () => {
    const jobId = await enqueue('waiting', 3)
    await control('pause', jobId)
    expect(await queued(jobId)).toBe(0)
    await start()
    await sleep(300)
    expect((await untilJob(ctx, jobId, ['paused'])).done).toBe(0)
    await control('resume', jobId)
    expect(await untilJob(ctx, jobId, ['completed'])).toMatchObject({ done: 3 })
  })

  it('pauses a running job between items and loses none', async () => {
    await start()
    const jobId = await enqueue('running', 80)
    await untilJob(ctx, jobId, ['running'])
    await sleep(200)
    await control('pause', jobId)
    const paused = await untilJob(ctx, jobId, ['paused'])
    expect(paused.done).toBeLessThan(80)
    const counts = await ctx.db.prisma.jobItem.groupBy({ by: ['status'], where: { jobId }, _count: true })
    expect(Object.fromEntries(counts.map((row) => [row.status, row._count]))).toEqual({
      ...(paused.done > 0 ? { done: paused.done } : {}),
      pending: 80 - paused.done,
    })
    await control('resume', jobId)
    expect(await untilJob(ctx, jobId, ['completed'])).toMatchObject({ done: 80, failed: 0 })
    expect(finished.filter((key) => key.startsWith('running'))).toHaveLength(80)
  })

  it('shows a job and its parts as one, and steers them together', async () => {
    await start()
    const parent = await enqueue('whole', 1)
    const parts = [
      await enqueue('part one bad', 1, undefined, parent),
      await enqueue('part two', 60, undefined, parent),
    ]
    await untilJob(ctx, parent, ['completed'])
    const shown = async () => (await listJobs(ctx, staff, { limit: 3 })).jobs.map((job) => job.id)
    expect(await shown()).toContain(parent)
    expect(await shown()).not.toContain(parts[0])
    await untilJob(ctx, parts[0] ?? '', ['completed_with_failures'])
    // Its own work is done; it is over when its parts are.
    const during = await getJob(ctx, staff, parent)
    expect(during).toMatchObject({ status: 'running', total: 62, failed: 1, finishedAt: null })
    expect(during.children.map((child) => child.id)).toEqual(parts)
    expect(during.actions).toEqual(['pause', 'cancel'])

    await control('pause', parent)
    await untilJob(ctx, parts[1] ?? '', ['paused'])
    expect(await getJob(ctx, staff, parent)).toMatchObject({
      status: 'paused',
      actions: ['resume', 'cancel'],
    })
    await control('resume', parent)
    await untilJob(ctx, parts[1] ?? '', ['completed'])
    expect(await getJob(ctx, staff, parent)).toMatchObject({
      status: 'completed_with_failures',
      total: 62,
      done: 61,
      failed: 1,
      actions: ['retry'],
    })
    await expect(controlJob(ctx, stranger, { jobIds: [parent], action: 'retry' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    broken = false
    expect(await control('retry', parent)).toEqual({ changed: [parent], unchanged: [] })
    await untilJob(ctx, parts[0] ?? '', ['completed'])
    broken = true
    expect(await getJob(ctx, staff, parent)).toMatchObject({ status: 'completed', done: 62, failed: 0 })
  })

  it('cancels a running job, keeps what is done, and retries the rest', async () => {
    await start()
    const jobId = await enqueue('cancelled', 80)
    await untilJob(ctx, jobId, ['running'])
    await sleep(200)
    await control('cancel', jobId)
    const cancelled = await untilJob(ctx, jobId, ['cancelled'])
    expect(cancelled.done).toBeLessThan(80)
    await control('retry', jobId)
    expect(await untilJob(ctx, jobId, ['completed'])).toMatchObject({ done: 80, total: 80 })
    expect(finished.filter((key) => key.startsWith('cancelled'))).toHaveLength(80)
  })

  it('loses nothing when a job is cancelled in the moment it finishes', async () => {
    await start()
    for (let round = 0; round < 12; round++) {
      const jobId = await enqueue(`finishing ${round}`, 2)
      await untilJob(ctx, jobId, ['running', 'completed'])
      await sleep(round * 15)
      await control('cancel', jobId).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'JOB_STATE' })
      })
      const ended = await untilJob(ctx, jobId, ['completed', 'cancelled'])
      expect(await ctx.db.prisma.jobItem.count({ where: { jobId, status: 'done' } })).toBe(ended.done)
      if (ended.status === 'cancelled') await control('retry', jobId)
      expect(await untilJob(ctx, jobId, ['completed'])).toMatchObject({ done: 2, failed: 0, request: null })
      expect(finished.filter((key) => key.startsWith(`finishing ${round} `))).toHaveLength(2)
    }
  })

  it('retries failed items only', async () => {
    await start()
    broken = true
    const jobId = await enqueue('bad or', 4)
    await untilJob(ctx, jobId, ['completed_with_failures'])
    const details = await getJob(ctx, staff, jobId)
    expect(details.failures).toHaveLength(4)
    expect(details.failures[0]).toMatchObject({ code: 'IMAGE_UNREADABLE', message: 'Not a picture.' })
    expect(details.failures[0]?.hint).toMatch(/damaged/)
    expect(details.actions).toEqual(['retry'])
    broken = false
    await control('retry', jobId)
    expect(await untilJob(ctx, jobId, ['completed'])).toMatchObject({ done: 4, failed: 0, total: 4 })
  })

  it('says no clearly: a completed job, other projects, other customers, a selection with a stranger in it', async () => {
    await start()
    const jobId = await enqueue('finished', 1, 'somebody else')
    await untilJob(ctx, jobId, ['completed'])
    await expect(control('retry', jobId)).rejects.toMatchObject({ code: 'JOB_STATE' })
    await expect(control('pause', jobId)).rejects.toMatchObject({ code: 'JOB_STATE' })
    await expect(controlJob(ctx, stranger, { jobIds: [jobId], action: 'cancel' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(controlJob(ctx, customer, { jobIds: [jobId], action: 'cancel' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(getJob(ctx, stranger, jobId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await stop()
    const waiting = await enqueue('mixed', 1)
    const missing = '00000000-0000-4000-8000-000000000000'
    await expect(control('cancel', waiting, missing)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await untilJob(ctx, waiting, ['waiting'])).request).toBeNull()
    const both = await control('cancel', waiting, jobId)
    expect(both).toEqual({ changed: [waiting], unchanged: [jobId] })
  })

  it('shows customers their own jobs, pages by key, and sums up what is open', async () => {
    await stop()
    const mine = [
      await enqueue('mine 1', 2, 'customer'),
      await enqueue('mine 2', 2, 'customer'),
      await enqueue('mine 3', 2, 'customer'),
    ]
    const first = await listJobs(ctx, customer, { limit: 2 })
    expect(first.jobs.map((job) => job.title)).toEqual(['mine 3', 'mine 2'])
    const second = await listJobs(ctx, customer, { limit: 2, cursor: first.nextCursor })
    expect(second.jobs.map((job) => job.title)).toEqual(['mine 1'])
    expect(second.nextCursor).toBeNull()
    expect(await summariseJobs(ctx, customer)).toMatchObject({ open: 3, total: 6, done: 0, blocked: 0 })
    expect((await listJobs(ctx, stranger)).jobs).toEqual([])
    await expect(listJobs(ctx, staff, { cursor: "' or 1=1" })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await control('cancel', ...mine)
  })

  it('gives running items back on an orderly stop and goes on with the next worker', async () => {
    await start()
    const jobId = await enqueue('deploy', 60)
    await untilJob(ctx, jobId, ['running'])
    await sleep(200)
    await stop()
    const between = await untilJob(ctx, jobId, ['waiting'])
    expect(between).toMatchObject({ workerId: null, crashes: 0 })
    await start()
    expect(await untilJob(ctx, jobId, ['completed'])).toMatchObject({ done: 60, failed: 0 })
    expect(finished.filter((key) => key.startsWith('deploy'))).toHaveLength(60)
  })
})
