import swagger from '@fastify/swagger'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import type { Embedder } from './create-embedder.ts'
import type { Reader } from './create-reader.ts'
import { ServiceError } from './errors.ts'
import { answerErrors } from './http/answer-errors.ts'
import { limitBodies } from './http/limit-bodies.ts'
import { requireToken } from './http/require-token.ts'
import type { Metrics } from './metrics.ts'
import { embedImage } from './routes/embed-image.ts'
import { embedText } from './routes/embed-text.ts'
import { health } from './routes/health.ts'
import { metricsRoute } from './routes/metrics.ts'
import { model } from './routes/model.ts'
import { openaiEmbeddings } from './routes/openai-embeddings.ts'
import { readImage } from './routes/read-image.ts'
import { ready } from './routes/ready.ts'

export interface ServerParts {
  embedder: Embedder
  reader: Reader
  metrics: Metrics
  config: Pick<
    Config,
    'apiToken' | 'bodyLimitBytes' | 'bodiesInFlightBytes' | 'maxItems' | 'requestTimeoutMs'
  >
  logger?: FastifyBaseLogger
}

/** Builds the server around an embedder; listening, signals and shutdown belong to `main.ts`. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { config, metrics } = parts
  const app = Fastify({
    ...(parts.logger ? { loggerInstance: parts.logger } : {}),
    bodyLimit: config.bodyLimitBytes,
    // Time to receive a request: a caller that dribbles its body is cut off with 408.
    requestTimeout: config.requestTimeoutMs,
    // One line a request, written by the hook below when it is answered.
    logController: new LogController({ disableRequestLogging: true }),
    // Closing is answered by the hook below, in the shape of every other error.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
  })
  // The schemas document; bodies are parsed by zod in the routes, and fast-json-stringify's
  // walk over 512 numbers a vector is slower than JSON.stringify's.
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  answerErrors(app)
  refuseWhileClosing(app)
  requireToken(app, config.apiToken)
  limitBodies(app, { one: config.bodyLimitBytes, all: config.bodiesInFlightBytes })
  app.addHook('onResponse', async (request, reply) => {
    const seconds = reply.elapsedTime / 1000
    metrics.request(request.routeOptions.url ?? 'none', reply.statusCode, seconds)
    request.log.info(
      { method: request.method, url: request.url, status: reply.statusCode, seconds },
      'answered',
    )
  })
  // Forms arrive as one buffer, under the same limit as JSON; `read-multipart.ts` takes them apart.
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
  await app.register(swagger, {
    openapi: {
      openapi: '3.0.3',
      info: {
        title: 'Recto CLIP embeddings',
        description:
          'Pictures and texts in, unit vectors of one space out; and the printed text in pictures.',
        version: '1',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
  })
  for (const route of [
    embedImage,
    embedText,
    readImage,
    openaiEmbeddings,
    health,
    ready,
    metricsRoute,
    model,
  ]) {
    route(app, parts)
  }
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  return app
}

/** A kept-alive connection may bring a request after the shutdown began: it is told to go elsewhere. */
function refuseWhileClosing(app: FastifyInstance): void {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  // An answer given while closing ends its connection: kept alive, it would hold the process for another minute.
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close')
  })
  app.addHook('onRequest', async () => {
    if (closing) throw new ServiceError('SHUTTING_DOWN', 'The service is shutting down.')
  })
}
