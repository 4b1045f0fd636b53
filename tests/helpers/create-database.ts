import { randomUUID } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import pg from 'pg'
import { inject } from 'vitest'
import { servePglite } from '~/platform/db/pglite/serve-pglite.server'

/** A fresh migrated database of this test file's own. Call `drop` in afterAll. */
export async function createDatabase(): Promise<{
  url: string
  embedded: boolean
  drop: () => Promise<void>
}> {
  const template = inject('template')
  if (template.kind === 'pglite') {
    const server = await servePglite({ snapshot: await openAsBlob(template.snapshot) })
    return { url: server.url, embedded: true, drop: () => server.close() }
  }
  const name = `recto_test_${randomUUID().replaceAll('-', '')}`
  const source = new URL(template.url)
  const maintenance = new URL(template.url)
  maintenance.pathname = '/postgres'
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: maintenance.href })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await admin(`CREATE DATABASE "${name}" TEMPLATE "${source.pathname.slice(1)}"`)
  source.pathname = `/${name}`
  return {
    url: source.href,
    embedded: false,
    drop: () => admin(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  }
}
