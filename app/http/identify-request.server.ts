import { randomBytes, randomUUID } from 'node:crypto'
import type { Handler } from 'express'

declare global {
  // Express reads its per-response types from this namespace.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Locals {
      requestId: string
      cspNonce: string
      isPageRequest: boolean
    }
  }
}

/** Gives every request an id (a proxy's own is kept when it looks like one) and says what kind of answer it wants. */
export function identifyRequest(): Handler {
  return (req, res, next) => {
    const given = req.get('x-request-id')
    res.locals.requestId = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
    res.locals.cspNonce = randomBytes(16).toString('base64')
    res.locals.isPageRequest = isPageRequest(req.path, req.get('accept') ?? '')
    res.setHeader('x-request-id', res.locals.requestId)
    next()
  }
}

/** `.data` is how Remix asks for a page's data; a browser asks for documents with text/html. */
function isPageRequest(path: string, accept: string): boolean {
  if (path.startsWith('/api/')) return false
  return path.endsWith('.data') || accept.includes('text/html')
}
