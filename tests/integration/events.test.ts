import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/auth/actor'
import type { AppEvent } from '~/domain/jobs/events'
import { publishEvent } from '~/domain/jobs/publish-event.server'
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

  it('come in few writes and little memory, for 200 browsers and 100 reports a second', async () => {
    const browsers = Array.from({ length: 200 }, () => connect(staff))
    const [first, last] = [browsers[0], browsers[199]]
    if (!first || !last) throw new Error('unreachable')
    await ready(last, staff)
    const before = process.memoryUsage().rss
    const chunksBefore = first.got.chunks
    const seconds = 4
    const started = Date.now()
    let reports = 0
    while (Date.now() - started < seconds * 1000) {
      await publishEvent(ctx.db.prisma, { kind: 'job', id: 'busy', projectId: 'p1', done: (reports += 1) })
      await sleep(10)
    }
    await until(() => browsers.every((browser) => events(browser, 'job').at(-1)?.done === reports))
    const writes = first.got.chunks - chunksBefore
    const took = (Date.now() - started) / 1000
    const grown = (process.memoryUsage().rss - before) / 1024 / 1024
    console.log(
      `200 browsers: ${reports} reports in ${took.toFixed(1)} s, ${writes} writes each, ${grown.toFixed(0)} MB more`,
    )
    expect(writes).toBeLessThanOrEqual(Math.ceil(took * 4) + 1)
    expect(grown).toBeLessThan(100)
    for (const browser of browsers) browser.close()
    await until(() => eventHub(ctx).size() === 0)
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
