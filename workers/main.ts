/** The worker process: `tsx workers/main.ts`. SIGTERM or SIGINT lets running items finish, then gives back the rest. */
import { jobCatalog } from '~/domain/jobs/catalog'
import { endExiftool } from '~/domain/photos/extract-dng-preview.server'
import { createContext } from '~/platform/create-context.server'
import { readEnv } from '~/platform/env.server'
import { crontab } from './crontab'
import { createWorker } from './create-worker'
import { handlers } from './tasks/handlers'

const env = readEnv()
const ctx = createContext(env, 'worker')
// A rejection nobody awaits belongs to work that was aborted or abandoned; the lease keeps it from doing harm.
process.on('unhandledRejection', (error) => ctx.log.error({ err: error }, 'unhandled rejection'))

const worker = createWorker({ ctx, catalog: jobCatalog, handlers, cron: crontab })

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    ctx.log.info({ signal }, 'worker stops')
    // Also when it never got to start, because the database is away.
    setTimeout(() => process.exit(1), env.WORKER_SHUTDOWN_MS + 10_000).unref()
    void worker
      .then((started) => started.stop(env.WORKER_SHUTDOWN_MS))
      .then(() => endExiftool())
      .then(() => ctx.db.close())
      .catch((error: unknown) => ctx.log.error({ err: error }, 'worker did not stop cleanly'))
      .finally(() => process.exit(0))
  })
}
await worker
