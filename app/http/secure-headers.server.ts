import type { Handler, Response } from 'express'
import helmet from 'helmet'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Env } from '~/platform/env.server'

/**
 * Security headers. Scripts need the request's nonce. Styles may stand inline: React's `style` props and the toasts
 * need it, and no text of a user is ever written into a style.
 */
export function secureHeaders(env: Pick<Env, 'NODE_ENV' | 'PUBLIC_URL' | 'SUPABASE_URL'>): Handler {
  const development = env.NODE_ENV === 'development'
  const https = env.PUBLIC_URL?.startsWith('https:') ?? false
  // Signed URLs of stored pictures point there.
  const storage = env.SUPABASE_URL ? [new URL(env.SUPABASE_URL).origin] : []
  const nonce = (_req: IncomingMessage, res: ServerResponse) => `'nonce-${(res as Response).locals.cspNonce}'`
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", nonce],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'blob:', 'data:', ...storage],
        connectSrc: ["'self'", ...storage, ...(development ? ['ws:'] : [])],
        fontSrc: ["'self'", 'data:'],
        mediaSrc: ["'self'", 'blob:'],
        workerSrc: ["'self'", 'blob:'],
        manifestSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https ? { maxAge: 15_552_000 } : false,
    crossOriginEmbedderPolicy: false,
    // An invitation link must not travel to another site in a Referer header.
    referrerPolicy: { policy: 'same-origin' },
  })
}
