import { PassThrough } from 'node:stream'
import {
  createReadableStreamFromReadable,
  type AppLoadContext,
  type EntryContext,
  type HandleErrorFunction,
} from '@remix-run/node'
import { isRouteErrorResponse, RemixServer } from '@remix-run/react'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import { NonceContext } from '~/components/shell/nonce-context'

/** How long deferred data may take before the stream ends without it. */
export const streamTimeout = 10_000

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { cspNonce, app, requestId }: AppLoadContext,
): Promise<Response> {
  const readyEvent = isbot(request.headers.get('user-agent') ?? '') ? 'onAllReady' : 'onShellReady'
  return new Promise((resolve, reject) => {
    let shellSent = false
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={cspNonce}>
        <RemixServer context={remixContext} url={request.url} nonce={cspNonce} />
      </NonceContext.Provider>,
      {
        nonce: cspNonce,
        [readyEvent]() {
          shellSent = true
          const body = new PassThrough()
          headers.set('content-type', 'text/html; charset=utf-8')
          // Pages show private data: nothing between us and the browser may keep them.
          if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store')
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status }))
          pipe(body)
        },
        onShellError: reject,
        onError(error: unknown) {
          // An error before the shell rejects above and is logged by the server.
          if (shellSent) app.log.error({ err: error, requestId }, 'rendering failed')
        },
      },
    )
    setTimeout(abort, streamTimeout + 1000).unref()
  })
}

/** What reaches this was thrown outside loaders and actions (those are translated by the server): a rendering error. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  // An address without a route is the visitor's mistake; the request log has it.
  if (request.signal.aborted || isRouteErrorResponse(error)) return
  context.app.log.error({ err: error, requestId: context.requestId }, 'page failed')
}
