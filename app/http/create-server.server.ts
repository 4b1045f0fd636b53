import type { RequestListener } from 'node:http'
import { createRequestHandler } from '@remix-run/express'
import type { ServerBuild } from '@remix-run/node'
import compression from 'compression'
import express, { type Handler } from 'express'
import type { AppContext } from '~/platform/context.server'
import { createAuth } from '~/domain/auth/create-auth.server'
import { answerErrors } from './answer-errors.server'
import { checkOrigin } from './check-origin.server'
import { identifyRequest } from './identify-request.server'
import { logRequests } from './log-requests.server'
import { createRateLimits } from './rate-limits.server'
import { secureHeaders } from './secure-headers.server'
import { serveMedia } from './serve-media.server'
import { translateErrors } from './translate-errors.server'

export interface ServerOptions {
  app: AppContext
  build: ServerBuild | (() => Promise<ServerBuild>)
  /** Where `vite build` put the browser's files. */
  clientFolder?: string
  /** Vite's middleware in development. */
  vite?: Handler
  /** Aborts when the process begins to stop. */
  closing?: AbortSignal
}

/**
 * The web application: no port, no process signals, so a test can start as many as it likes. An Express app, but for
 * thumbnails from memory, which never come that far: Express alone costs a third of what such an answer does.
 */
export function createServer({ app, build, clientFolder, vite, closing }: ServerOptions): RequestListener {
  const auth = createAuth(app)
  const limits = createRateLimits()
  const never = new AbortController().signal
  // A build that is given once stays one object: Remix derives its route tree anew for every call of a function.
  const routed =
    typeof build === 'function' ? async () => translateErrors(await build()) : translateErrors(build)

  const server = express()
  server.disable('x-powered-by')
  // Forwarded headers count only when the peer is on a private network: a proxy of ours, never a visitor.
  server.set('trust proxy', ['loopback', 'linklocal', 'uniquelocal'])
  // Only Remix's own plain parameters are read from it, and Express parses it for every thumbnail too.
  server.set('query parser', 'simple')

  const media = serveMedia({ app, auth })
  server.use(identifyRequest())
  server.use(logRequests(app.log))
  // Before everything that is meant for pages: a grid asks for hundreds of thumbnails at once.
  server.use(media.fromStorage)
  server.use(secureHeaders(app.env))
  server.use(compression({ filter: (req, res) => !isEventStream(res) && compression.filter(req, res) }))
  if (vite) server.use(vite)
  if (clientFolder) {
    // Names under /assets carry a hash of their content.
    server.use(
      '/assets',
      express.static(`${clientFolder}/assets`, { immutable: true, maxAge: '1y', fallthrough: false }),
    )
    server.use(express.static(clientFolder, { maxAge: '1h', index: false }))
  }
  server.use(checkOrigin(app.env))
  server.all(
    '*',
    createRequestHandler({
      build: routed,
      mode: app.env.NODE_ENV === 'development' ? 'development' : 'production',
      getLoadContext: async (req, res) => ({
        app,
        auth,
        limits,
        requestId: res.locals.requestId,
        clientAddress: req.ip ?? 'unknown',
        cspNonce: res.locals.cspNonce,
        isPageRequest: res.locals.isPageRequest,
        isFetcherRequest: isFetcherRequest(req, typeof routed === 'function' ? await routed() : routed),
        closing: closing ?? never,
        setCookie: (header) => void res.append('set-cookie', header),
      }),
    }),
  )
  server.use(answerErrors(app))
  return (req, res) => void (media.fromMemory(req, res) || server(req, res))
}

function isEventStream(res: express.Response): boolean {
  return String(res.getHeader('content-type')).startsWith('text/event-stream')
}

/** Remix names the routes whose data it wants; a fetcher wants that of resource routes, which have no component. */
function isFetcherRequest(req: express.Request, { routes }: ServerBuild): boolean {
  const wanted = typeof req.query._routes === 'string' ? req.query._routes.split(',') : []
  return wanted.length > 0 && wanted.every((id) => routes[id] && !routes[id].module.default)
}
