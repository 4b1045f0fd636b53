import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer } from '~/http/create-server.server'
import { requireActor } from '~/http/require-actor.server'
import type { Actor } from '~/domain/auth/actor'
import type { LoaderFunctionArgs } from '@remix-run/node'
import { createBrowserFetch, type BrowserFetch } from './browser-fetch'
import { createTestContext } from './create-test-context'
import { makeBuild } from './serve-routes'

export const ada = {
  name: 'Ada',
  email: 'ada@example.com',
  password: 'correct horse battery',
  project: 'Test shop',
}

/**
 * The real server with the routes of people and flags on an empty install. Pages answer their data as JSON here: their
 * components need a bundler and are looked at in tests/e2e.
 */
export async function servePeople(overrides: Record<string, string> = {}) {
  const { ctx, drop } = await createTestContext({ LOG_LEVEL: 'silent', ...overrides })
  const modules = {
    '/': serverPart(await import('~/routes/_index')),
    '/setup': serverPart(await import('~/routes/setup')),
    '/sign-in': serverPart(await import('~/routes/sign-in')),
    '/sign-out': serverPart(await import('~/routes/sign-out')),
    '/invite/:token': serverPart(await import('~/routes/invite.$token')),
    '/reset/:token': serverPart(await import('~/routes/reset.$token')),
    '/people': serverPart(await import('~/routes/people')),
    '/settings': serverPart(await import('~/routes/settings')),
    '/flags': serverPart(await import('~/routes/flags')),
    '/api/who-am-i': serverPart({
      loader: ({ request, context }: LoaderFunctionArgs) => requireActor(request, context),
    }),
  }
  const server = createHttpServer(createServer({ app: ctx, build: makeBuild(modules) }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const anonymous = () => createBrowserFetch(url)

  return {
    ctx,
    url,
    anonymous,
    /** Ada, signed in: by set-up the first time. */
    async asAda(): Promise<BrowserFetch> {
      const browser = anonymous()
      const setUp = await browser.postForm('/setup', ada)
      if (setUp.status !== 302) await browser.postForm('/sign-in', ada)
      return browser
    },
    /** Somebody invited by `admin`, signed in. */
    async asInvited(admin: BrowserFetch, role: Actor['role'], email: string): Promise<BrowserFetch> {
      const invited = (await (await admin.postForm('/people', { intent: 'invite', email, role })).json()) as {
        link: string
      }
      const browser = anonymous()
      await browser.postForm(new URL(invited.link).pathname, {
        name: email,
        password: 'a password for tests',
      })
      return browser
    },
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await drop()
    },
  }
}

/** Who the browser's cookies stand for. */
export async function whoIs(browser: BrowserFetch): Promise<Actor> {
  return (await (await browser('/api/who-am-i')).json()) as Actor
}

type Handler = (...parameters: never[]) => unknown

/**
 * A page without its component. As a resource route it must answer with Responses; those are made here from what the
 * page's loader and action return, status of `data(…)` included.
 */
function serverPart({ loader, action }: { loader?: Handler; action?: Handler }): Record<string, unknown> {
  return { loader: loader && asResponse(loader), action: action && asResponse(action) }
}

function asResponse(handler: Handler): Handler {
  return async (...parameters) => {
    const result = await handler(...parameters)
    if (result instanceof Response) return result
    if (typeof result !== 'object' || result === null || !('init' in result) || !('data' in result)) {
      return Response.json(result)
    }
    return Response.json(result.data, (result.init ?? undefined) as ResponseInit | undefined)
  }
}
