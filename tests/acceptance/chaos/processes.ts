import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '../../../scripts/stack/find-free-port'

const exitWithParent = resolve('scripts/stack/exit-with-parent.mjs')

export interface Part {
  child: ChildProcess
  pid: number
  output(): string
  exited: Promise<void>
}

/** A real process of ours. `ready` is what it prints when it can be used. */
export async function startPart(
  args: string[],
  options: { env: Record<string, string>; ready: RegExp; cwd?: string },
): Promise<Part> {
  // Ends with the suite, whatever ends the suite.
  const child = spawn(process.execPath, ['--import', exitWithParent, ...args], {
    cwd: options.cwd,
    env: { NODE_ENV: 'production', PATH: process.env.PATH, HOME: process.env.HOME, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  const exited = new Promise<void>((done) => child.once('exit', () => done()))
  const collect = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-200_000))
  child.stdout?.on('data', collect)
  child.stderr?.on('data', collect)
  await new Promise<void>((done, fail) => {
    const look = () => options.ready.test(output) && done()
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('exit', (code) => fail(new Error(`${args.join(' ')} ended with ${code}:\n${output}`)))
    setTimeout(() => fail(new Error(`${args.join(' ')} was not ready in time:\n${output}`)), 300_000).unref()
  })
  return { child, pid: child.pid ?? 0, output: () => output, exited }
}

/** Waits until the process has printed it `times` times: what a process says arrives after what it did. */
export async function untilPrinted(part: Part, what: RegExp, times = 1, limitMs = 120_000): Promise<void> {
  const all = new RegExp(what, 'g')
  const end = performance.now() + limitMs
  while ((part.output().match(all)?.length ?? 0) < times) {
    if (performance.now() > end) throw new Error(`${what} was not printed ${times} times:\n${part.output()}`)
    await sleep(25)
  }
}

export async function kill(part: Part, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (part.child.exitCode !== null || part.child.signalCode !== null) return
  part.child.kill(signal)
  await part.exited
}

export interface DatabaseServer {
  kind: 'PGlite' | 'Postgres'
  url: string
  stop(): Promise<void>
  start(): Promise<void>
  remove(): Promise<void>
}

/** A database server of the suite's own, which it may kill: native where CHAOS_NATIVE is set, else PGlite. */
export function startDatabaseServer(): Promise<DatabaseServer> {
  return process.env.CHAOS_NATIVE ? startPostgres() : startPglite()
}

async function startPglite(): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), 'recto-chaos-pglite-'))
  const port = await findFreePort(55_400 + Math.floor(Math.random() * 1_000))
  const start = () =>
    startPart(['--import', 'tsx', 'scripts/database.ts', join(folder, 'data'), String(port)], {
      env: {},
      ready: /ready at/,
    })
  let part = await start()
  return {
    kind: 'PGlite',
    url: `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`,
    stop: () => kill(part),
    async start() {
      part = await start()
    },
    async remove() {
      await kill(part)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A throw-away cluster. Postgres refuses to run as root, so root lends it to the user `postgres`. */
async function startPostgres(): Promise<DatabaseServer> {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : []
  const bin = versions
    .map((version) => `/usr/lib/postgresql/${version}/bin`)
    .find((path) => existsSync(join(path, 'pg_ctl')))
  if (!bin) throw new Error('CHAOS_NATIVE needs Debian’s Postgres: scripts/install-native-postgres.sh')
  const folder = await mkdtemp(join(tmpdir(), 'recto-chaos-postgres-'))
  await chmod(folder, 0o777)
  const port = await findFreePort(55_400 + Math.floor(Math.random() * 1_000))
  const run = (command: string, ...args: string[]) => {
    const whole =
      process.getuid?.() === 0
        ? ['runuser', '-u', 'postgres', '--', join(bin, command)]
        : [join(bin, command)]
    const [program = '', ...rest] = [...whole, ...args]
    const { status, stderr } = spawnSync(program, rest, {
      encoding: 'utf8',
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    if (status !== 0) throw new Error(`${command} failed: ${stderr}`)
  }
  const data = join(folder, 'data')
  const log = join(folder, 'log')
  run('initdb', '-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8')
  const start = async () =>
    run('pg_ctl', '-D', data, '-w', '-l', log, '-o', `-p ${port} -k ${folder}`, 'start')
  await start()
  return {
    kind: 'Postgres',
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    stop: async () => run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop'),
    start,
    async remove() {
      run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The real embedding service with the model of the repository. */
export async function startEmbeddingService(): Promise<{ port: number; part: Part }> {
  const port = await findFreePort(56_600 + Math.floor(Math.random() * 1_000))
  const part = await startPart(['--import', 'tsx', 'src/main.ts'], {
    cwd: resolve('services/clip-embeddings'),
    env: { PORT: String(port), HOST: '127.0.0.1', CLIP_THREADS: '1' },
    ready: /"msg":"ready"/,
  })
  return { port, part }
}
