import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { JobCatalog } from '~/domain/jobs/catalog'
import { enqueueJob } from '~/domain/jobs/enqueue-job.server'
import type { JobHandler } from '~/domain/jobs/job-run'
import type { AppContext } from '~/platform/context.server'
import { createTestContext } from '~tests/helpers/create-test-context'
import { untilJob } from '~tests/helpers/watch-job'
import { createWorker, type WorkerProcess } from '../../../workers/create-worker'

const define = (priority = 0) => ({
  payload: z.object({}),
  version: 1,
  priority,
  stallMs: 30_000,
  maxAttempts: 1,
})
const catalog = { quick: define(), long: define(), urgent: define(-10) } satisfies JobCatalog

/** Which project had its quick job done, in that order. */
let order: (string | null)[] = []
const handlers: Record<string, JobHandler<AppContext, never>> = {
  quick: async (_ctx, run) => void order.push(run.projectId),
  urgent: async (_ctx, run) => void order.push(run.projectId),
  long: async (_ctx, run) => run.forEachItem({ work: () => sleep(50) }),
}

let ctx: AppContext
let drop: () => Promise<void>
let worker: WorkerProcess | undefined
let [large, small, third] = ['', '', '']

beforeAll(async () => {
  const test = await createTestContext({ CLIP_SERVICE_URL: 'http://127.0.0.1:9' })
  ;({ ctx, drop } = test)
  const open = async (name: string) => (await ctx.db.prisma.project.create({ data: { name } })).id
  large = await open('Large')
  small = await open('Small')
  third = await open('Third')
})
afterAll(async () => {
  await worker?.stop(1_000)
  await drop()
})

const enqueue = async (name: keyof typeof catalog, projectId: string, itemKeys?: string[]) =>
  (await enqueueJob(ctx.db.prisma, { name, payload: {}, projectId, title: name, itemKeys }, catalog)).jobId
const start = async () => (worker = await createWorker({ ctx, catalog, handlers, concurrentJobs: 4 }))

describe('turns between projects', () => {
  it('takes one of each project in turn, the urgent first, whoever asked for the most', async () => {
    const last: string[] = []
    for (let index = 0; index < 60; index++) last.push(await enqueue('quick', large))
    for (let index = 0; index < 3; index++) last.push(await enqueue('quick', small))
    last.push(await enqueue('quick', third), await enqueue('urgent', third))
    await start()
    for (const jobId of last) await untilJob(ctx, jobId, ['completed'])
    await worker?.stop(1_000)
    // graphile-worker, which knows no turns, hands out the first four.
    expect(order.indexOf(third)).toBeLessThan(4)
    expect(order.lastIndexOf(third)).toBeLessThan(12)
    expect(order.lastIndexOf(small)).toBeLessThan(16)
    expect(order).toHaveLength(65)
  })

  it('makes room for a project that has nothing running beside the long jobs of another', async () => {
    const keys = Array.from({ length: 2_000 }, (_, index) => `item ${String(index)}`)
    const long = []
    for (let index = 0; index < 12; index++) long.push(await enqueue('long', large, keys))
    await start()
    await untilJob(ctx, long[3] ?? '', ['running'])
    order = []
    const one = await enqueue('quick', small)
    await untilJob(ctx, one, ['completed'])
    // Nobody was interrupted for a time slice (15 s) yet: the long jobs that run are the first four still.
    const begun = await ctx.db.prisma.job.count({ where: { id: { in: long }, startedAt: { not: null } } })
    expect(begun).toBeLessThanOrEqual(5)
    expect(await ctx.db.prisma.job.count({ where: { id: { in: long }, status: 'completed' } })).toBe(0)
  })
})
