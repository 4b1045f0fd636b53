import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrateQueue } from '~/domain/jobs/migrate-queue.server'
import { livingHere } from '~/domain/jobs/supervise-workers.server'
import { listWorkers } from '~/domain/jobs/workers.queries.server'
import type { AppContext } from '~/platform/context.server'
import { createTestContext } from '~tests/helpers/create-test-context'
import { createWorker } from '../../../workers/create-worker'

let ctx: AppContext
let drop: () => Promise<void>
beforeAll(async () => {
  ;({ ctx, drop } = await createTestContext())
  await migrateQueue(ctx.db)
})
afterAll(() => drop())

it.each([
  {
    what: 'its queue cannot start',
    // What graphile-worker finds when a newer one has changed its tables.
    break: 'INSERT INTO graphile_worker.migrations (id, breaking) VALUES (900000, true)',
    mend: 'DELETE FROM graphile_worker.migrations WHERE id = 900000',
  },
  {
    what: 'it cannot register',
    break: 'ALTER TABLE worker RENAME COLUMN host TO moved',
    mend: 'ALTER TABLE worker RENAME COLUMN moved TO host',
  },
])('leaves no ghost behind when $what at first', async ({ break: spoil, mend }) => {
  const before = new Set(livingHere)
  await ctx.db.pool.query(spoil)
  const starting = createWorker({ ctx, catalog: {}, handlers: {} })
  const tried = new Set<string>()
  while (tried.size < 3) {
    for (const id of livingHere) tried.add(id)
    await sleep(1)
  }
  await ctx.db.pool.query(mend)
  const worker = await starting
  const living = [...livingHere].filter((id) => !before.has(id))
  expect(living).toHaveLength(1)
  expect((await listWorkers(ctx.db.pool)).map(({ id }) => id)).toEqual(living)
  await worker.stop(1_000)
  expect(await listWorkers(ctx.db.pool)).toEqual([])
  expect([...livingHere].filter((id) => !before.has(id))).toEqual([])
})
