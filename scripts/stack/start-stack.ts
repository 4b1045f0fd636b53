import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildWhenStale } from './build-when-stale'
import { tryPort } from './find-free-port'
import { prepareDataFolder } from './prepare-data-folder'
import { forgetRunningStack, writeRunningStack } from './running-stack'
import { startOnFreePort } from './start-on-free-port'
import { superviseProcess, type ProcessPlan, type SupervisedProcess } from './supervise-process'

/** Environment variables. Wider than NodeJS.ProcessEnv, which vite's types make demand NODE_ENV. */
type Variables = Record<string, string | undefined>

export interface Stack {
  /** Address of the web app; null when it was started without one. */
  url: string | null
  /** The environment the parts run in: pass it to `readEnv` to work beside them. */
  env: Variables
  stop(): Promise<void>
}

export interface StackOptions {
  /** `web: false` leaves the web app out: what the command line needs. */
  web: boolean
  env?: Variables
  report?: (line: string) => void
}

type StartPart = (part: Omit<ProcessPlan, 'logFile' | 'env'>, extra?: Variables) => Promise<void>

/** The first start of the embedded database writes its cluster: some ten seconds of processor time on any machine. */
const START_WITHIN_MS = 180_000

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Brings up what the environment does not already provide: embedded Postgres unless DATABASE_URL is set, the embedding
 * service unless CLIP_SERVICE_URL is set; then migrates and starts the worker and the web app.
 * On any failure everything that was started is stopped again.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const report = options.report ?? (() => {})
  const given = options.env ?? process.env
  const dataDir = resolve(given.DATA_DIR ?? join(root, 'data'))
  const { authSecret, logs } = await prepareDataFolder(dataDir)
  const env: Variables = {
    AUTH_SECRET: authSecret,
    ...given,
    DATA_DIR: dataDir,
    NODE_ENV: given.NODE_ENV ?? 'production',
  }
  const parts: SupervisedProcess[] = []
  const stop = async () => {
    await forgetRunningStack(dataDir)
    // The reverse of the start: nobody loses what it stands on.
    for (const part of parts.splice(0).reverse()) await part.stop()
  }
  const start: StartPart = async (part, extra = {}) => {
    report(`Starting ${part.name} …`)
    parts.push(
      await superviseProcess(
        { ...part, env: { ...env, ...extra }, logFile: join(logs, `${part.name}.log`) },
        report,
      ),
    )
  }

  try {
    // In development Vite builds while pages are asked for.
    if (options.web && env.NODE_ENV !== 'development') await buildWhenStale(root, report)
    if (!env.DATABASE_URL) {
      const port = await startOnFreePort(5434, (free) =>
        start({
          name: 'database',
          entry: join(root, 'scripts/database.ts'),
          args: [join(dataDir, 'postgres'), String(free)],
          says: /database ready at/,
          isReady: () => canConnect(free),
          readyWithinMs: START_WITHIN_MS,
          stopWithinMs: 20_000,
        }),
      )
      env.DATABASE_URL = `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`
      env.DATABASE_EMBEDDED = 'true'
    }
    await migrate(env)
    if (!env.CLIP_SERVICE_URL) {
      const service = join(root, 'services/clip-embeddings')
      const port = await startOnFreePort(7997, (free) =>
        start(
          {
            name: 'embedding-service',
            entry: join(service, 'src/main.ts'),
            cwd: service,
            says: /"msg":"ready"/,
            isReady: () => answersOk(`http://127.0.0.1:${free}/ready`),
            readyWithinMs: START_WITHIN_MS,
            // Above its own CLIP_SHUTDOWN_SECONDS, in which it finishes what it took.
            stopWithinMs: 30_000,
          },
          // At another level it would not say that it is ready.
          { PORT: String(free), HOST: '127.0.0.1', CLIP_LOG_LEVEL: 'info' },
        ),
      )
      env.CLIP_SERVICE_URL = `http://127.0.0.1:${port}`
    }
    const url = options.web ? await startWeb(env, start) : null
    await start({
      name: 'worker',
      entry: join(root, 'workers/main.ts'),
      isReady: async () => true,
      readyWithinMs: START_WITHIN_MS,
      stopWithinMs: Number(env.WORKER_SHUTDOWN_MS ?? 20_000) + 5_000,
    })
    await writeRunningStack(dataDir, {
      pid: process.pid,
      url,
      databaseUrl: env.DATABASE_URL ?? '',
      databaseEmbedded: env.DATABASE_EMBEDDED === 'true',
      clipServiceUrl: env.CLIP_SERVICE_URL ?? '',
    })
    return { url, env, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startWeb(env: Variables, start: StartPart): Promise<string> {
  const startOn = (port: number) =>
    start(
      {
        name: 'web',
        entry: join(root, 'scripts/web.ts'),
        says: /web ready at/,
        isReady: () => answersOk(`http://127.0.0.1:${port}/health`),
        readyWithinMs: START_WITHIN_MS,
        stopWithinMs: 15_000,
      },
      { PORT: String(port), PUBLIC_URL: env.PUBLIC_URL ?? `http://localhost:${port}` },
    )
  // A port that was asked for is kept to; the default one may move aside.
  const wanted = Number(env.PORT ?? 3000)
  if (env.PORT && (await tryPort(wanted)) === null) {
    throw new Error(`Port ${wanted} is taken by another program. Stop it, or start with PORT=<another port>.`)
  }
  const port = env.PORT ? wanted : await startOnFreePort(wanted, startOn)
  if (env.PORT) await startOn(wanted)
  return env.PUBLIC_URL ?? `http://localhost:${port}`
}

/** Runs scripts/migrate.ts; its output is shown only when it fails. */
function migrate(env: Variables): Promise<void> {
  const output: string[] = []
  return new Promise((resolve, reject) => {
    const script = join(root, 'scripts/migrate.ts')
    const child = spawn(process.execPath, ['--import', 'tsx', script], {
      cwd: root,
      env: env as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => output.push(chunk.toString()))
    child.once('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`The database could not be migrated:\n${output.join('').trim()}`)),
    )
  })
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function answersOk(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  )
}
