import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBrowserFetch, type BrowserFetch } from './browser-fetch'

export interface StartedWeb {
  url: string
  database: { url: string; embedded: boolean }
  /** Where the local storage driver keeps its files. */
  dataDir: string
  process: ChildProcess
  /** Everything the process wrote so far: log lines as JSON, one a line. */
  output(): string
  /** A fetch with cookies of its own and our Origin; nobody is signed in yet. */
  anonymous(): BrowserFetch
  /** The admin whom set-up made, signed in. */
  asAdmin(): Promise<BrowserFetch>
  /** Waits for the ordered shutdown. */
  stop(): Promise<void>
}

export const admin = {
  name: 'Ada Admin',
  email: 'ada@example.com',
  password: 'correct horse battery',
  project: 'Test shop',
}

/**
 * The real web process (tsx, the built app) on a free port with a database of its own. The build is the one in
 * `build/`, which tests/helpers/build-web.ts keeps fresh. Pass `env` to point it at other services or set flags.
 */
export async function startWeb(
  options: { env?: Record<string, string>; database?: { url: string; embedded: boolean } } = {},
): Promise<StartedWeb> {
  if (!existsSync('build/server/index.js')) throw new Error('There is no build: run `npm run build` first.')
  // Loaded when needed: it works inside vitest only, and the browser tests bring a database of their own.
  const own = options.database ? undefined : await (await import('./create-database')).createDatabase()
  const database = options.database ?? own
  if (!database) throw new Error('unreachable: one of the two is set')
  const dataDir = await mkdtemp(join(tmpdir(), 'recto-web-'))

  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/web.ts'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      AUTH_SECRET: 'a secret that only tests use, 32+ characters',
      DATABASE_URL: database.url,
      DATABASE_EMBEDDED: String(database.embedded),
      DATA_DIR: dataDir,
      ...options.env,
    },
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const url = await readyUrl(child, () => output)

  const anonymous = () => createBrowserFetch(url)
  return {
    url,
    database,
    dataDir,
    process: child,
    output: () => output,
    anonymous,
    async asAdmin() {
      const browser = anonymous()
      await browser.postForm('/setup', admin)
      // Set up already: the page sends everybody on to the library, so only the cookie tells.
      if (browser.cookies.size === 0) await browser.postForm('/sign-in', admin)
      if (browser.cookies.size === 0) throw new Error(`The admin could not sign in:\n${output}`)
      return browser
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = new Promise((done) => child.once('exit', done))
        child.kill('SIGTERM')
        await exited
      }
      await own?.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function readyUrl(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The web process ${why}:\n${output()}`))
    const timer = setTimeout(() => fail('did not start within 60 s'), 60_000)
    child.once('exit', (code) => fail(`ended with ${code}`))
    child.stdout?.on('data', () => {
      const url = /web ready at (\S+)/.exec(output())?.[1]
      if (!url) return
      clearTimeout(timer)
      resolve(url)
    })
  })
}
