import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { JobCatalog, JobDefinition } from '~/domain/jobs/catalog'
import { enqueueJob } from '~/domain/jobs/enqueue-job.server'
import type { JobHandler } from '~/domain/jobs/job-run'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { createTestContext } from '~tests/helpers/create-test-context'
import { untilJob } from '~tests/helpers/watch-job'
import { createWorker, type WorkerProcess } from '../../../workers/create-worker'

const definition = (rest: Partial<JobDefinition> = {}): JobDefinition => ({
  payload: z.object({}).loose(),
  version: 1,
  priority: 0,
  stallMs: 30_000,
  maxAttempts: 3,
  ...rest,
})

const catalog = {
  items: definition({ worksWithout: ['ML_SERVICE_DOWN'] }),
  steps: definition(),
  stalls: definition({ stallMs: 300 }),
  strict: definition({ payload: z.object({ name: z.string() }), version: 2 }),
  plain: definition(),
} satisfies JobCatalog

let ctx: AppContext
let drop: () => Promise<void>
let worker: WorkerProcess
let projectId: string
const seen = new Map<string, number>()
const count = (key: string) => seen.set(key, (seen.get(key) ?? 0) + 1)
let mlDown = false

const handlers: Record<string, JobHandler<AppContext, never>> = {
  items: async (_ctx, run) => {
    await run.forEachItem({
      work: async (item) => {
        count(`work ${item.key}`)
        if (item.key.includes('bad')) throw new AppError('IMAGE_UNREADABLE', 'Not a picture.')
        if (item.key.includes('flaky') && item.attempt < 3) throw new Error('now and then')
        if (item.key.includes('hopeless')) throw new Error('always')
        if (item.key.includes('slow')) await sleep(100)
        return item.key
      },
      batch: {
        size: 4,
        checkpoint: 'worked',
        work: async (inputs) => {
          if (mlDown)
            throw new AppError('ML_SERVICE_DOWN', 'No answer.', { details: { retryAfterSeconds: 0.2 } })
          for (const { item } of inputs) count(`batch ${item.key}`)
          if (inputs.length > 1 && inputs.some(({ item }) => item.key.includes('poison')))
            throw new Error('batch broke')
          if (inputs.some(({ item }) => item.key.includes('poison'))) throw new Error('it is this one')
          return []
        },
      },
    })
  },
  steps: async (_ctx, run) => {
    const first = await run.step('first', async () => {
      count('first')
      return { value: 42 }
    })
    await run.step('second', async () => {
      count('second')
      if (seen.get('second') === 1) throw new Error('once')
    })
    expect(first).toEqual({ value: 42 })
  },
  stalls: async () => {
    count('stalls')
    if (seen.get('stalls') === 1) await sleep(60_000, undefined, { ref: false })
  },
  strict: async () => {},
  plain: async () => {},
}

beforeAll(async () => {
  const test = await createTestContext({
    WORKER_CONCURRENCY: '4',
    WORKER_HEARTBEAT_MS: '500',
    WORKER_BLOCKED_RETRY_MS: '200',
    // The discard port: at the default one a service of this machine may answer.
    CLIP_SERVICE_URL: 'http://127.0.0.1:9',
  })
  ;({ ctx, drop } = test)
  projectId = (await ctx.db.prisma.project.create({ data: { name: 'Shop' } })).id
  worker = await createWorker({ ctx, catalog, handlers })
})
afterAll(async () => {
  await worker.stop(1_000)
  await drop()
})

const until = (jobId: string, statuses: string[]) => untilJob(ctx, jobId, statuses)
const enqueue = (
  name: keyof typeof catalog,
  more: { itemKeys?: string[]; key?: string; payload?: object } = {},
) => enqueueJob(ctx.db.prisma, { name, payload: {}, projectId, title: name, ...more }, catalog)

describe('running jobs', () => {
  it('does every item once and counts them', async () => {
    const itemKeys = Array.from({ length: 100 }, (_, index) => `a${String(index).padStart(3, '0')}`)
    const { jobId } = await enqueue('items', { itemKeys })
    const job = await until(jobId, ['completed'])
    expect(job).toMatchObject({ done: 100, failed: 0, total: 100, workerId: null })
    for (const key of itemKeys) expect([seen.get(`work ${key}`), seen.get(`batch ${key}`)]).toEqual([1, 1])
  })

  it('fails only what is bad, with its reason, and tries again what may be luck', async () => {
    const { jobId } = await enqueue('items', {
      itemKeys: ['b good', 'b bad', 'b flaky', 'b hopeless', 'b poison', 'b well'],
    })
    const job = await until(jobId, ['completed_with_failures'])
    expect(job).toMatchObject({ done: 3, failed: 3, total: 6 })
    const failed = await ctx.db.prisma.jobItem.findMany({
      where: { jobId, status: 'failed' },
      orderBy: { key: 'asc' },
    })
    expect(failed.map((item) => [item.key, item.errorCode, item.attempts])).toEqual([
      ['b bad', 'IMAGE_UNREADABLE', 1],
      ['b hopeless', 'INTERNAL', 3],
      ['b poison', 'INTERNAL', 3],
    ])
  })

  it('joins an open job of the same key and takes the items that come in while it runs', async () => {
    const first = await enqueue('items', { key: 'batch', itemKeys: ['c slow 1', 'c slow 2'] })
    await until(first.jobId, ['running'])
    const second = await enqueue('items', { key: 'batch', itemKeys: ['c slow 2', 'c slow 3'] })
    expect(second.jobId).toBe(first.jobId)
    expect(await until(first.jobId, ['completed'])).toMatchObject({ done: 3, total: 3 })
    const third = await enqueue('items', { key: 'batch', itemKeys: ['c slow 3'] })
    expect(third.jobId).not.toBe(first.jobId)
    await until(third.jobId, ['completed'])
  })

  it('waits for a dependency without failing anything, does what it can, and goes on by itself', async () => {
    mlDown = true
    const { jobId } = await enqueue('items', { itemKeys: ['d 1', 'd 2', 'd 3'] })
    const blocked = await until(jobId, ['blocked'])
    expect(blocked).toMatchObject({
      errorCode: 'ML_SERVICE_DOWN',
      statusReason: 'No answer.',
      done: 0,
      failed: 0,
      attempts: 0,
    })
    expect(seen.get('work d 3')).toBe(1)
    await sleep(500)
    expect(seen.get('work d 3')).toBe(1)
    mlDown = false
  })

  it('keeps the results of finished steps', async () => {
    const { jobId } = await enqueue('steps')
    await until(jobId, ['completed'])
    expect([seen.get('first'), seen.get('second')]).toEqual([1, 2])
  })

  it('aborts a job that makes no progress and tries it again', async () => {
    const { jobId } = await enqueue('stalls')
    const job = await until(jobId, ['completed'])
    expect(job.attempts).toBe(1)
    expect(seen.get('stalls')).toBe(2)
  })

  it('refuses unknown names and wrong payloads before anything is written', async () => {
    const before = await ctx.db.prisma.job.count()
    await expect(enqueue('nonsense' as 'plain')).rejects.toMatchObject({ code: 'JOB_UNKNOWN' })
    await expect(enqueue('toString' as 'plain')).rejects.toMatchObject({ code: 'JOB_UNKNOWN' })
    await expect(enqueue('strict', { payload: { name: 7 } })).rejects.toMatchObject({
      code: 'JOB_PAYLOAD_INVALID',
    })
    expect(await ctx.db.prisma.job.count()).toBe(before)
  })

  it('refuses loudly, and keeps, what another version wrote', async () => {
    const old = { ...catalog, strict: definition({ version: 1 }), gone: definition() }
    const input = { payload: {}, projectId, title: 'old' }
    const { jobId: oldId } = await enqueueJob(ctx.db.prisma, { ...input, name: 'strict' }, old)
    const { jobId: goneId } = await enqueueJob(ctx.db.prisma, { ...input, name: 'gone' }, old)
    expect(await until(oldId, ['failed'])).toMatchObject({ errorCode: 'JOB_PAYLOAD_INVALID', payload: {} })
    expect(await until(goneId, ['failed'])).toMatchObject({ errorCode: 'JOB_UNKNOWN' })
  })

  it('is not there when its transaction was rolled back', async () => {
    const ids: string[] = []
    await ctx.db.prisma
      .$transaction(async (tx) => {
        ids.push(
          (await enqueueJob(tx, { name: 'plain', payload: {}, projectId, title: 'no' }, catalog)).jobId,
        )
        throw new Error('rolled back')
      })
      .catch(() => {})
    await sleep(100)
    expect(await ctx.db.prisma.job.count({ where: { id: { in: ids } } })).toBe(0)
  })
})
