import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { ServerBuild } from '@remix-run/node'
import { createAuth } from '~/domain/auth/create-auth.server'
import { createCredentialUser } from '~/domain/auth/create-credential-user.server'
import { signIn } from '~/domain/auth/sign-in.server'
import type { Actor, Role } from '~/domain/auth/actor'
import { createHttpServer } from '~/http/create-http-server.server'
import { createServer } from '~/http/create-server.server'
import { createClipClient } from '~/platform/clip/create-clip-client.server'
import type { AppContext } from '~/platform/context.server'
import { createLog } from '~/platform/log.server'
import { createBrowserFetch, type BrowserFetch } from './browser-fetch'
import { createPhotoContext, type TestDatabase } from './photo-context'

/** Resource routes by their path, as `import * as` gives them. */
export type RouteModules = Record<string, Record<string, unknown>>

/**
 * The real Express server and the real routes named, without `vite build`: for tests of resource routes over HTTP.
 */
export async function serveRoutes(
  modules: RouteModules,
  overrides: Record<string, string> = {},
  database?: TestDatabase,
) {
  const shop = await createPhotoContext(overrides, database)
  const { hashPassword } = await import('better-auth/crypto')
  const passwordHash = await hashPassword('a password for tests')
  const app = {
    ...shop.ctx,
    log: createLog({ LOG_LEVEL: 'silent' }, 'test'),
    clip: createClipClient(shop.ctx.env),
    clipNext: null,
  } satisfies AppContext
  const auth = createAuth(app)
  const server = createHttpServer(createServer({ app, build: makeBuild(modules) }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    ...shop,
    app,
    url,
    anonymous: () => createBrowserFetch(url),
    async signIn(role: Role, projectId = shop.projectId): Promise<{ browser: BrowserFetch; actor: Actor }> {
      const email = `${role}-${Math.random().toString(36).slice(2)}@example.test`
      const { userId } = await createCredentialUser(app.db.prisma, {
        name: role,
        email,
        passwordHash,
        role,
        projectId,
      })
      const client = { address: '127.0.0.1', userAgent: null }
      const { cookies } = await signIn({ app, auth }, { email, password: 'a password for tests' }, client)
      const browser = createBrowserFetch(url)
      for (const cookie of cookies) {
        const [pair = ''] = cookie.split('; ')
        browser.cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
      }
      return { browser, actor: { userId, role, projectId } }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await shop.close()
    },
  }
}

/** A build of routes alone, without their components. */
export function makeBuild(modules: RouteModules): ServerBuild {
  const routes = Object.entries(modules).map(([path, module]) => [path, { id: path, path, module }])
  return {
    entry: {
      module: {
        default: () => {
          throw new Error('only resource routes are served here')
        },
      },
    },
    routes: Object.fromEntries(routes) as ServerBuild['routes'],
    assets: { entry: { imports: [], module: '' }, routes: {}, url: '', version: '' },
    publicPath: '/',
    assetsBuildDirectory: '',
    basename: '/',
    mode: 'production',
    isSpaMode: false,
    future: {
      v3_fetcherPersist: true,
      v3_relativeSplatPath: true,
      v3_throwAbortReason: true,
      v3_lazyRouteDiscovery: true,
      v3_singleFetch: true,
    },
  }
}
