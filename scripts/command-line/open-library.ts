import { resolve } from 'node:path'
import type { Actor } from '~/domain/auth/actor'
import { ensureCommandLineActor } from '~/domain/auth/ensure-command-line-actor.server'
import type { AppContext } from '~/platform/context.server'
import { createContext } from '~/platform/create-context.server'
import { readEnv } from '~/platform/env.server'
import { prepareDataFolder } from '../stack/prepare-data-folder'
import { readRunningStack } from '../stack/running-stack'
import { startStack } from '../stack/start-stack'

export interface Library {
  ctx: AppContext
  actor: Actor
  close(): Promise<void>
}

/**
 * Opens the library that the web app shows: joins a running Recto of the same data folder, or starts what is missing
 * (database, embedding service, worker; no web app) and stops it again on `close`.
 */
export async function openLibrary(report: (line: string) => void): Promise<Library> {
  const dataDir = resolve(process.env.DATA_DIR ?? './data')
  const running = await readRunningStack(dataDir)
  const stack = running ? null : await startStack({ web: false, report })
  const { authSecret } = await prepareDataFolder(dataDir)
  const env = readEnv({
    AUTH_SECRET: authSecret,
    ...process.env,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    ...stack?.env,
    ...(running && {
      DATABASE_URL: running.databaseUrl,
      DATABASE_EMBEDDED: String(running.databaseEmbedded),
      CLIP_SERVICE_URL: running.clipServiceUrl,
    }),
    DATA_DIR: dataDir,
  })
  const ctx = createContext(env, 'recto')
  return {
    ctx,
    actor: await ensureCommandLineActor(ctx),
    async close() {
      await ctx.db.close()
      await stack?.stop()
    },
  }
}
