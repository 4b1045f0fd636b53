/** The web process. `npm start` runs it beside the worker and the embedding service; `npm run build` comes first. */
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ServerBuild } from '@remix-run/node'
import { createHttpServer } from '~/http/create-http-server.server'
import { createServer } from '~/http/create-server.server'
import { createContext } from '~/platform/create-context.server'
import { readEnv } from '~/platform/env.server'

/** How long open answers (uploads, downloads) may finish before the process ends anyway. */
const SHUTDOWN_MS = 10_000

const env = readEnv()
const app = createContext(env, 'web')
const closing = new AbortController()
const server = createHttpServer(createServer({ app, closing: closing.signal, ...(await loadBuild()) }))

server.once('error', (error) => {
  app.log.fatal({ err: error }, 'cannot listen')
  process.exit(1)
})
server.listen(env.PORT, env.HOST, () => {
  const { port } = server.address() as AddressInfo
  console.log(`web ready at ${env.PUBLIC_URL ?? `http://${env.HOST}:${port}`}`)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(signal))

async function stop(signal: string): Promise<void> {
  app.log.info({ signal }, 'stopping')
  closing.abort()
  const closed = new Promise<void>((done) => server.close(() => done()))
  server.closeIdleConnections()
  const deadline = setTimeout(() => server.closeAllConnections(), SHUTDOWN_MS)
  await closed
  clearTimeout(deadline)
  await app.db.close()
  process.exit(0)
}

async function loadBuild() {
  if (env.NODE_ENV === 'development') {
    const vite = await (await import('vite')).createServer({ server: { middlewareMode: true } })
    const build = () => vite.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>
    return { build, vite: vite.middlewares }
  }
  const entry = resolve('build/server/index.js')
  if (!existsSync(entry)) {
    console.error('There is no build yet: run `npm run build` first.')
    process.exit(1)
  }
  return {
    build: (await import(pathToFileURL(entry).href)) as ServerBuild,
    clientFolder: resolve('build/client'),
  }
}
