import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { servePglite } from '~/platform/db/pglite/serve-pglite.server'
import { test as base } from './browser-test'
import { migrate } from './migrate'
import { startEmbeddingService, type StartedEmbeddingService } from './start-embedding-service'
import { startWeb, type StartedWeb } from './start-web'

interface Stack {
  web: StartedWeb
  embeddings: StartedEmbeddingService
  /** Files that name the same shop share one product while Playwright keeps its worker; a name of its own starts empty. */
  shop: string
  /** Variables for web and worker besides the usual ones; a spec that needs some overrides this. */
  environment: Record<string, string>
}

/**
 * Playwright's `test` with the whole product, one for each `shop`: database, embedding service, worker and web, each the
 * real process. `embeddings` can be killed and started again.
 */
export const test = base.extend<object, Stack>({
  shop: ['', { scope: 'worker', option: true }],
  environment: [async ({}, use) => use({}), { scope: 'worker' }],
  embeddings: [
    async ({}, use) => {
      const service = await startEmbeddingService()
      await use(service)
      await service.stop()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  web: [
    async ({ embeddings, environment }, use) => {
      const database = await servePglite({})
      await migrate(database.url, true)
      const env = { CLIP_SERVICE_URL: embeddings.url, ...environment }
      const web = await startWeb({ env, database: { url: database.url, embedded: true } })
      const stopWorker = startWorker({
        ...env,
        DATABASE_URL: database.url,
        DATABASE_EMBEDDED: 'true',
        DATA_DIR: web.dataDir,
      })
      await use(web)
      await stopWorker()
      await web.stop()
      await database.close()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
})

function startWorker(env: Record<string, string>): () => Promise<void> {
  const worker = spawn(process.execPath, ['--import', 'tsx', 'workers/main.ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
      LOG_LEVEL: 'error',
      AUTH_SECRET: 'a secret that only tests use, 32+ characters',
      ...env,
    },
  })
  return async () => {
    if (worker.exitCode !== null || worker.signalCode !== null) return
    const exited = once(worker, 'exit')
    worker.kill('SIGTERM')
    await exited
  }
}
