import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { ServiceError } from '../errors.ts'

/** A balancer cannot send a token, and neither route tells anything worth one. */
const OPEN = new Set(['/health', '/ready', '/openapi.json'])

/**
 * Asks for `Authorization: Bearer <token>` where a token is set. Digests are
 * compared, not the strings: `timingSafeEqual` wants equal lengths, and an early
 * exit on the length would tell it.
 */
export function requireToken(app: FastifyInstance, token: string | undefined): void {
  if (token === undefined) return
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const wanted = digest(token)
  app.addHook('onRequest', async (request) => {
    if (OPEN.has(request.url.split('?')[0] ?? '')) return
    const [, given = ''] = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '') ?? []
    if (!timingSafeEqual(digest(given), wanted)) {
      throw new ServiceError('UNAUTHORIZED', 'The token is missing or wrong.')
    }
  })
}
