import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const SERVICE = resolve('services/clip-embeddings')
const EXIT_WITH_PARENT = resolve('scripts/stack/exit-with-parent.mjs')

export interface StartedEmbeddingService {
  url: string
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>
  /** Starts it again on the same port. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** The real embedding service with the built-in model, as a process of its own on a free port. */
export async function startEmbeddingService(
  env: Record<string, string> = {},
): Promise<StartedEmbeddingService> {
  if (!existsSync(resolve(SERVICE, 'models/recto-mini/model.json')))
    throw new Error('models/recto-mini is missing.')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let service = await start(port, url, env)
  const end = async (signal: NodeJS.Signals) => {
    if (service.exitCode !== null || service.signalCode !== null) return
    const exited = once(service, 'exit')
    service.kill(signal)
    await exited
  }
  return {
    url,
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGKILL')
      service = await start(port, url, env)
    },
    stop: () => end('SIGTERM'),
  }
}

async function start(port: number, url: string, env: Record<string, string>) {
  // Over the IPC channel it notices when a test run is killed, and ends with it.
  const service = spawn(process.execPath, ['--import', 'tsx', '--import', EXIT_WITH_PARENT, 'src/main.ts'], {
    cwd: SERVICE,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: String(port),
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      CLIP_MODEL: 'recto-mini',
      CLIP_LOG_LEVEL: 'warn',
      ...env,
    },
  })
  let output = ''
  service.stdout?.on('data', (chunk) => (output += chunk))
  service.stderr?.on('data', (chunk) => (output += chunk))
  for (const deadline = Date.now() + 180_000; ; await sleep(100)) {
    if (service.exitCode !== null || Date.now() > deadline) {
      service.kill('SIGKILL')
      throw new Error(`The embedding service did not start:\n${output}`)
    }
    const ready = await fetch(`${url}/ready`).catch(() => null)
    if (ready?.ok) return service
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((done) => probe.close(done))
  return port
}
