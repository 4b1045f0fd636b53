import type { FastifyReply } from 'fastify'
import { ServiceError } from '../errors.ts'

/**
 * A signal that ends a request's queued work: when the caller hangs up (its
 * answer has nowhere to go) or when the time limit is over. Its reason is the
 * typed error that each unanswered item gets.
 */
export function requestSignal(reply: FastifyReply, timeoutMs: number): AbortSignal {
  const controller = new AbortController()
  const timer = setTimeout(() => {
    controller.abort(
      new ServiceError('REQUEST_TIMEOUT', `The request was not done after ${timeoutMs / 1000} s.`),
    )
  }, timeoutMs)
  reply.raw.once('close', () => {
    clearTimeout(timer)
    if (!reply.raw.writableFinished)
      controller.abort(new ServiceError('CLIENT_CLOSED', 'The caller hung up.'))
  })
  return controller.signal
}
