import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ServiceError } from '../errors.ts'

/**
 * Bounds the memory of bodies being received or worked on, all requests
 * together: the queue counts items, but fifty callers with 32 MB each would fill
 * the machine before the first item reached it. A body of unknown length counts
 * as the longest allowed one. Answers 429 before a byte is read.
 */
export function limitBodies(app: FastifyInstance, limits: { one: number; all: number }): void {
  const held = new WeakMap<FastifyRequest, number>()
  let inFlight = 0
  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'POST') return
    const declared = Number(request.headers['content-length'] ?? limits.one)
    if (declared > limits.one) {
      // The rest of the body is not read: the connection is of no further use.
      reply.header('connection', 'close')
      throw new ServiceError('BODY_TOO_LARGE', `The body has ${declared} bytes; the limit is ${limits.one}.`)
    }
    if (inFlight + declared > limits.all) {
      reply.header('connection', 'close')
      throw new ServiceError('QUEUE_FULL', 'Too many bodies are under way at once.', { retryAfter: 1 })
    }
    inFlight += declared
    held.set(request, declared)
    // 'close' comes after the answer as well as after a hang-up, exactly once.
    reply.raw.once('close', () => {
      inFlight -= held.get(request) ?? 0
      held.delete(request)
    })
  })
}
