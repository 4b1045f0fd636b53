import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { startDatabaseServer } from '../tests/acceptance/chaos/processes'

/**
 * An empty database for one benchmark: on the server of DATABASE_URL, whose role may create databases; without it
 * PGlite in a process of its own, as `npm start` runs it.
 */
export async function openDatabase(): Promise<{
  url: string
  embedded: boolean
  close: () => Promise<void>
}> {
  const given = process.env.DATABASE_URL
  if (!given) {
    const server = await startDatabaseServer()
    return { url: server.url, embedded: server.kind === 'PGlite', close: () => server.remove() }
  }
  const name = `recto_bench_${randomUUID().slice(0, 8)}`
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: given })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await admin(`CREATE DATABASE "${name}"`)
  const url = new URL(given)
  url.pathname = `/${name}`
  return { url: url.href, embedded: false, close: () => admin(`DROP DATABASE "${name}" WITH (FORCE)`) }
}
