import type { Handler } from 'express'
import type { Logger } from '~/platform/log.server'

/**
 * One line per answered request. The query is left out (it holds what people search for), and so is the secret in
 * invitation and password links.
 */
export function logRequests(log: Logger): Handler {
  return (req, res, next) => {
    const started = performance.now()
    const path = req.path.replace(/^\/(invite|reset)\/[^/.]+/, '/$1/…')
    res.once('close', () => {
      const status = res.writableFinished ? res.statusCode : 499
      const line = {
        requestId: res.locals.requestId,
        method: req.method,
        path,
        status,
        ms: Math.round(performance.now() - started),
      }
      if (status >= 500) log.error(line, 'request')
      else if (path.startsWith('/assets/') || path.startsWith('/media/') || path === '/health')
        log.debug(line, 'request')
      else log.info(line, 'request')
    })
    next()
  }
}
