import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AppContext } from '~/platform/context.server'
import { createContext } from '~/platform/create-context.server'
import { readEnv } from '~/platform/env.server'
import { createDatabase } from './create-database'

/** A whole context on a database and a folder of its own. Call `drop` in afterAll. */
export async function createTestContext(
  overrides: Record<string, string> = {},
): Promise<{ ctx: AppContext; variables: Record<string, string>; drop: () => Promise<void> }> {
  const database = await createDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'recto-test-'))
  const variables = {
    NODE_ENV: 'test',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
    AUTH_SECRET: 'a secret that is only good for tests',
    DATA_DIR: folder,
    DATABASE_URL: database.url,
    DATABASE_EMBEDDED: String(database.embedded),
    ...overrides,
  }
  const ctx = createContext(readEnv(variables), 'test')
  return {
    ctx,
    variables,
    async drop() {
      await ctx.db.close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
