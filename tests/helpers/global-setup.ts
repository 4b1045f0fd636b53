import { createHash, randomUUID } from 'node:crypto'
import { access, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { servePglite } from '~/platform/db/pglite/serve-pglite.server'
import { migrate } from './migrate'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A migrated template: a native database to clone, or the path of a PGlite snapshot. */
    template: { kind: 'native'; url: string } | { kind: 'pglite'; snapshot: string }
  }
}

const CACHE = 'node_modules/.cache/recto'

/**
 * Provides a migrated template, made once per set of migrations: migrating takes some ten seconds of processor time,
 * cloning the result well under one. TEST_DATABASE_URL names a native server with pgvector and a role that may create
 * databases; without it the tests run on PGlite.
 */
export default async function setup(project: TestProject) {
  const version = await hashMigrations()
  const native = process.env.TEST_DATABASE_URL
  project.provide('template', native ? await nativeTemplate(native, version) : await pgliteTemplate(version))
}

async function pgliteTemplate(version: string) {
  const snapshot = join(CACHE, `template-${version}.tar`)
  if (
    !(await access(snapshot).then(
      () => true,
      () => false,
    ))
  ) {
    await mkdir(CACHE, { recursive: true })
    const server = await servePglite({})
    await migrate(server.url, true)
    const unfinished = `${snapshot}.${process.pid}`
    await writeFile(unfinished, Buffer.from(await (await server.dump()).arrayBuffer()))
    await server.close()
    await rename(unfinished, snapshot)
  }
  return { kind: 'pglite' as const, snapshot }
}

async function nativeTemplate(server: string, version: string) {
  const name = `recto_template_${version}`
  const url = new URL(server)
  const existing = await query(server, 'SELECT 1 FROM pg_database WHERE datname = $1', [name])
  if (existing.rowCount === 0) {
    // Under another name until it is whole: a second run must never clone half a schema.
    const unfinished = `${name}_${randomUUID().slice(0, 8)}`
    await query(server, `CREATE DATABASE "${unfinished}"`)
    url.pathname = `/${unfinished}`
    await migrate(url.href, false)
    await query(server, `ALTER DATABASE "${unfinished}" RENAME TO "${name}"`).catch(
      async (error: unknown) => {
        await query(server, `DROP DATABASE "${unfinished}"`)
        if (!(error instanceof pg.DatabaseError) || error.code !== '42P04') throw error // Another run was first.
      },
    )
  }
  url.pathname = `/${name}`
  return { kind: 'native' as const, url: url.href }
}

/** Everything the schema is made of: our migrations and the queue's version. */
async function hashMigrations(): Promise<string> {
  const hash = createHash('sha256')
  const entries = await readdir('prisma/migrations', { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const file of [...files.sort(), 'node_modules/graphile-worker/package.json']) {
    hash.update(file).update(await readFile(file))
  }
  return hash.digest('hex').slice(0, 16)
}

async function query(url: string, sql: string, values: string[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client.query(sql, values).finally(() => client.end())
}
