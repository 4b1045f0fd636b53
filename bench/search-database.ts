import pg from 'pg'
import { connectDatabase, type Database } from '~/platform/db/connect.server'
import { servePglite } from '~/platform/db/pglite/serve-pglite.server'
import type { Storage } from '~/platform/storage/storage'
import { migrate } from '~tests/helpers/migrate'

interface BenchDatabase {
  name: string
  native: boolean
  db: Database
  storage: Storage
  close(): Promise<void>
}

const NAME = 'recto_bench_search'

/**
 * A migrated database of the bench's own, dropped at its end. With BENCH_KEEP=1 it stays, and the next run finds its
 * photos in it: loading and indexing 100,000 takes some minutes.
 */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const server = process.env.BENCH_DATABASE_URL ?? process.env.TEST_DATABASE_URL
  if (!server) {
    const embedded = await servePglite({})
    const db = await open(embedded.url, true)
    const close = () => db.close().then(() => embedded.close())
    return { name: 'PGlite in memory', native: false, db, storage: noStorage, close }
  }
  const keep = process.env.BENCH_KEEP === '1'
  if (!keep) await admin(server, `DROP DATABASE IF EXISTS ${NAME} WITH (FORCE)`)
  await admin(server, `CREATE DATABASE ${NAME}`).catch((error: unknown) => {
    const exists = error instanceof pg.DatabaseError && error.code === '42P04'
    if (!keep || !exists) throw error
  })
  const url = new URL(server)
  url.pathname = `/${NAME}`
  const db = await open(url.href, false)
  const { rows } = await db.pool.query<{ version: string }>(
    `SELECT current_setting('server_version') AS version`,
  )
  return {
    name: `Postgres ${rows[0]?.version}`,
    native: true,
    db,
    storage: noStorage,
    async close() {
      await db.close()
      if (!keep) await admin(server, `DROP DATABASE ${NAME} WITH (FORCE)`)
    },
  }
}

async function open(url: string, embedded: boolean): Promise<Database> {
  await migrate(url, embedded)
  return connectDatabase({ DATABASE_URL: url, DATABASE_POOL_MAX: 4, DATABASE_EMBEDDED: embedded })
}

async function admin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

const refuse = () => Promise.reject(new Error('no storage here'))
/** Search reads no files; what tried to would be a mistake of the measurement. */
const noStorage: Storage = {
  put: refuse,
  get: refuse,
  head: refuse,
  signedUrl: refuse,
  remove: refuse,
  check: refuse,
}
