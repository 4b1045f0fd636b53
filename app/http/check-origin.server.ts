import type { Handler } from 'express'
import { AppError } from '~/platform/errors'
import type { Env } from '~/platform/env.server'

/**
 * Cross-site request forgery: a request that changes something must come from our own pages. Browsers always say
 * where such a request comes from; a client that says nothing is no browser and carries nobody's cookies by itself.
 */
export function checkOrigin(env: Pick<Env, 'PUBLIC_URL'>): Handler {
  const publicHost = env.PUBLIC_URL ? new URL(env.PUBLIC_URL).host : null
  return (req, _res, next) => {
    if (req.method === 'GET' || req.method === 'HEAD' || req.method === 'OPTIONS') return next()
    const origin = req.get('origin')
    const site = req.get('sec-fetch-site')
    const ours = origin === undefined ? site !== 'cross-site' && site !== 'same-site' : isOurs(origin)
    if (ours) return next()
    next(
      new AppError('PERMISSION_DENIED', 'This request came from another site.', {
        hint: 'Open Recto and try again there.',
      }),
    )

    function isOurs(value: string): boolean {
      if (!URL.canParse(value)) return false
      const { host } = new URL(value)
      return host === publicHost || host === req.get('host')
    }
  }
}
