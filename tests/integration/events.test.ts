import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/auth/actor'
import { enqueueJob } from '~/domain/jobs/enqueue-job.server'
import { EVENT_CHANNEL, type AppEvent } from '~/domain/jobs/events'
import { holdRun } from '~/domain/jobs/held-run.server'
import { publishEvent } from '~/domain/jobs/publish-event.server'
import { createJobReporter } from '~/domain/jobs/report-jobs.server'
import { markEmbedded } from '~/domain/embeddings/mark-photos.server'
import { claimJobs } from '~/domain/jobs/runtime.queries.server'
import { eventHub } from '~/http/sse-hub.server'
import { sseResponse } from '~/http/sse-response.server'
import type { AppContext } from '~/platform/context.server'
import { startFaultProxy } from '~tests/helpers/fault-proxy'
import { createTestContext } from '~tests/helpers/create-test-context'

let ctx: AppContext
let drop: () => Promise<void>
const open: AbortController[] = []
const staff: Actor = { userId: 'staff', role: 'staff', projectId: 'p1' }
const customer: Actor = { userId: 'customer', role: 'customer', projectId: 'p1' }
const admin: Actor = { userId: 'admin', role: 'admin', projectId: 'p2' }

beforeAll(async () => {
  ;({ ctx, drop } = await createTestContext())
})
afterAll(() => drop())
afterEach(() => open.splice(0).forEach((browser) => browser.abort()))

/** A browser's end of the stream: what arrived, in how many writes. */
function connect(actor: Actor, app: AppContext = ctx) {
  const controller = new AbortController()
  open.push(controller)
  const response = sseResponse(eventHub(app), actor, [controller.signal])
  const got = { events: [] as AppEvent[], names: [] as string[], chunks: 0 }
  void (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      got.chunks += 1
      for (const block of decoder.decode(chunk as Uint8Array).split('\n\n')) {
        const name = /^event: (.*)$/m.exec(block)?.[1]
        if (!name) continue
        got.names.push(name)
        if (name === 'changes')
          got.events.push(...(JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '[]') as AppEvent[]))
      }
    }
  })()
  return { got, response, close: () => controller.abort() }
}

async function until(check: () => boolean, limitMs = 15_000) {
  const end = Date.now() + limitMs
  while (!check()) {
    if (Date.now() > end) throw new Error('it did not happen')
    await sleep(20)
  }
}
/** Listening takes a moment; an event that arrives shows that it has begun. */
async function ready(browser: ReturnType<typeof connect>, actor: Actor, app: AppContext = ctx) {
  const hello = {
    kind: 'flag',
    id: `hello ${Math.random()}`,
    projectId: actor.projectId,
    ownerId: actor.userId,
  } as const
  await until(() => {
    void publishEvent(app.db.prisma, hello).catch(() => {})
    return browser.got.events.some((event) => event.id === hello.id)
  })
}
const events = (browser: ReturnType<typeof connect>, kind: string) =>
  browser.got.events.filter((e) => e.kind === kind)

describe('live events', () => {
  it('reach those who may see them, and nobody else', async () => {
    const browsers = { staff: connect(staff), customer: connect(customer), admin: connect(admin) }
    await ready(browsers.staff, staff)
    await ready(browsers.customer, customer)
    await ready(browsers.admin, admin)
    await publishEvent(ctx.db.prisma, { kind: 'photo', id: 'theirs', projectId: 'p1', ownerId: 'somebody' })
    await publishEvent(ctx.db.prisma, { kind: 'photo', id: 'mine', projectId: 'p1', ownerId: 'customer' })
    await publishEvent(ctx.db.prisma, { kind: 'job', id: 'upkeep', projectId: null })
    await publishEvent(ctx.db.prisma, { kind: 'photo', id: 'last', projectId: 'p2', ownerId: 'admin' })
    await until(() => browsers.admin.got.events.some((event) => event.id === 'last'))
    await sleep(600)
    expect(events(browsers.staff, 'photo').map((event) => event.id)).toEqual(['theirs', 'mine'])
    expect(events(browsers.customer, 'photo').map((event) => event.id)).toEqual(['mine'])
    expect(events(browsers.admin, 'photo').map((event) => event.id)).toEqual(['last'])
    expect(events(browsers.staff, 'job')).toEqual([])
    expect(events(browsers.admin, 'job').map((event) => event.id)).toEqual(['upkeep'])
  })

  it('of a photo reach every customer whose it is, not only its uploader', async () => {
    const { prisma } = ctx.db
    const project = await prisma.project.create({ data: { name: 'Shared' } })
    const customers = ['first', 'second', 'stranger'].map((id) => ({
      id,
      name: id,
      email: `${id}@example.com`,
    }))
    await prisma.user.createMany({ data: customers })
    const photo = await prisma.photo.create({
      data: {
        projectId: project.id,
        uploaderId: 'first',
        sha256: 'a'.repeat(64),
        fileName: 'a.jpg',
        byteSize: 1,
        contentType: 'image/jpeg',
        extension: 'jpg',
        claims: { create: { userId: 'second' } },
      },
    })
    const actorOf = (userId: string): Actor => ({ userId, role: 'customer', projectId: project.id })
    const browsers = customers.map(({ id }) => connect(actorOf(id)))
    for (const [index, browser] of browsers.entries())
      await ready(browser, actorOf(customers[index]?.id ?? ''))
    await markEmbedded(ctx, [photo.id])
    await until(() => browsers.slice(0, 2).every((browser) => events(browser, 'photo').length > 0))
    await sleep(600)
    expect(browsers.map((browser) => events(browser, 'photo').map(({ id, status }) => [id, status]))).toEqual(
      [[[photo.id, 'ready']], [[photo.id, 'ready']], []],
    )
  })

  it('are not sent for what was rolled back', async () => {
    const browser = connect(staff)
    await ready(browser, staff)
    await ctx.db.prisma
      .$transaction(async (tx) => {
        await publishEvent(tx, { kind: 'photo', id: 'never', projectId: 'p1' })
        throw new Error('rolled back')
      })
      .catch(() => {})
    await ready(browser, staff)
    expect(events(browser, 'photo')).toEqual([])
  })

  it('come in few writes, for 200 browsers and 100 reports a second', async () => {
    const { prisma, pool } = ctx.db
    const project = await prisma.project.create({ data: { name: 'Busy' } })
    const actor: Actor = { userId: 'staff', role: 'staff', projectId: project.id }
    const browsers = Array.from({ length: 200 }, () => connect(actor))
    const [first, last] = [browsers[0], browsers[199]]
    if (!first || !last) throw new Error('unreachable')
    await ready(last, actor)
    const { jobId } = await enqueueJob(prisma, {
      name: 'check-worker',
      payload: {},
      projectId: project.id,
      title: 'busy',
    })
    const [claimed] = await claimJobs(pool, [jobId], 'a worker')
    if (!claimed) throw new Error('unreachable')
    const run = holdRun(claimed)
    const reporter = createJobReporter({ pool, log: ctx.log })

    const [total, everyMs] = [400, 10]
    const chunksBefore = first.got.chunks
    const started = performance.now()
    for (let report = 1; report <= total; report++) {
      reporter.progress(run, { done: report, total })
      // The reporter throttles; beside it an event for each report, so that the hub meets all of them.
      if (report % 5 === 0)
        await pool.query('SELECT pg_notify($1, $2) FROM generate_series(1, 5)', [
          EVENT_CHANNEL,
          JSON.stringify({ kind: 'pairing-run', id: 'busy', projectId: project.id, done: report }),
        ])
      await sleep(Math.max(0, started + report * everyMs - performance.now()))
    }
    const took = (performance.now() - started) / 1000
    await reporter.flush()
    const lastDone = (browser: ReturnType<typeof connect>, kind: string) => events(browser, kind).at(-1)?.done
    await until(() =>
      browsers.every(
        (browser) => lastDone(browser, 'job') === total && lastDone(browser, 'pairing-run') === total,
      ),
    )
    const writes = first.got.chunks - chunksBefore
    const seen = (performance.now() - started) / 1000
    console.log(
      `200 browsers: ${total} reports in ${took.toFixed(1)} s (${Math.round(total / took)}/s), ${writes} writes each`,
    )
    expect(writes).toBeLessThanOrEqual(Math.ceil(seen * 4) + 1)
    for (const browser of browsers) browser.close()
    await until(() => eventHub(ctx).size() === 0)
  })

  it('tell the first browser to look again once the process listens: what changed before was told to nobody', async () => {
    const app = { ...ctx }
    const browser = connect(staff, app)
    await until(() => browser.got.names.includes('refetch'))
    expect(browser.got.names).toEqual(['hello', 'refetch'])
    const second = connect(staff, app)
    await ready(second, staff, app)
    expect(second.got.names).not.toContain('refetch')
  })

  it('tell the browser to look again after the database was away', async () => {
    const { hostname, port } = new URL(ctx.env.DATABASE_URL)
    const proxy = await startFaultProxy({ host: hostname, port: Number(port) })
    const url = new URL(ctx.env.DATABASE_URL)
    url.port = String(proxy.port)
    const app = { ...ctx, env: { ...ctx.env, DATABASE_URL: url.href } }
    const browser = connect(staff, app)
    await ready(browser, staff, app)
    proxy.set('refuse')
    await sleep(500)
    proxy.set('none')
    await until(() => browser.got.names.includes('refetch'))
    await ready(browser, staff, app)
    await proxy.close()
  })
})
