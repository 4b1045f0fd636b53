import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ServiceError, asServiceError, type ErrorCode } from '../errors.ts'

/** What Fastify throws, in our words. */
const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
}

/** The one place where an error becomes an answer: problem details (RFC 9457), or OpenAI's shape on its route. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((thrown: FastifyError, request, reply) => {
    const error = translate(thrown)
    if (error.status >= 500) request.log.error({ err: error, cause: error.cause }, error.message)
    return sendError(error, request, reply)
  })
  app.setNotFoundHandler((request, reply) =>
    sendError(
      new ServiceError('NOT_FOUND', `There is no ${request.method} ${request.url.split('?')[0] ?? ''}.`),
      request,
      reply,
    ),
  )
}

function translate(thrown: FastifyError): ServiceError {
  const code = FASTIFY_CODES[thrown.code]
  if (code) return new ServiceError(code, thrown.message, { cause: thrown })
  const status = thrown.statusCode ?? 500
  if (!(thrown instanceof ServiceError) && status >= 400 && status < 500) {
    return new ServiceError('BODY_INVALID', thrown.message, { cause: thrown })
  }
  return asServiceError(thrown)
}

function sendError(error: ServiceError, request: FastifyRequest, reply: FastifyReply) {
  reply.status(error.status)
  if (error.retryAfter !== undefined) reply.header('retry-after', String(error.retryAfter))
  if (error.code === 'SHUTTING_DOWN') reply.header('retry-after', '1')
  if (error.code === 'UNAUTHORIZED') reply.header('www-authenticate', 'Bearer')
  if (request.url.startsWith('/v1/')) {
    // OpenAI's client reads error.message, .type, .param and .code, and nothing else.
    const type =
      error.status >= 500
        ? 'server_error'
        : error.status === 429
          ? 'rate_limit_error'
          : 'invalid_request_error'
    return reply.send({
      error: { message: `${error.message} ${error.hint}`, type, param: null, code: error.code },
    })
  }
  return reply.header('content-type', 'application/problem+json; charset=utf-8').send({
    type: `urn:recto:error:${error.code}`,
    title: inWords(error.code),
    status: error.status,
    detail: error.message,
    code: error.code,
    hint: error.hint,
    instance: request.id,
  })
}

/** `IMAGE_TOO_LARGE` → "Image too large": a title names the kind of problem, the detail this one. */
function inWords(code: ErrorCode): string {
  const words = code.replaceAll('_', ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
