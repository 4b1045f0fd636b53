import { z } from 'zod'
import { ServiceError } from '../errors.ts'
import { checkCount, parseBody } from '../http/parse-body.ts'
import { requestSignal } from '../http/request-signal.ts'
import { countOutcomes, encodings, wireVector, writeVector } from '../http/vector-answer.ts'
import { jsonSchema, type Route } from './route-context.ts'

const body = z.object({
  // OpenAI also takes token ids; they would be another vocabulary's, so they are refused here.
  input: z.union(
    [z.string(), z.array(z.string()).min(1)],
    'must be a string or an array of strings (token ids are not taken)',
  ),
  model: z.string().optional(),
  modality: z.enum(['text', 'image']).default('text'),
  encoding_format: encodings.default('float'),
  dimensions: z.number().int().positive().optional(),
  user: z.string().optional(),
})
const answer = z.object({
  object: z.literal('list'),
  data: z.array(z.object({ object: z.literal('embedding'), index: z.number().int(), embedding: wireVector })),
  model: z.string(),
  usage: z.object({ prompt_tokens: z.number().int(), total_tokens: z.number().int() }),
})
const errorAnswer = z.object({
  error: z.object({ message: z.string(), type: z.string(), param: z.null(), code: z.string() }),
})

/**
 * POST /v1/embeddings: OpenAI's shape, with Infinity's `modality` for pictures,
 * so that the clients of either work unchanged. There is no place for an error
 * beside an item in that shape: one bad item fails the request.
 */
export const openaiEmbeddings: Route = (app, { embedder, metrics, config }) => {
  const failures = [400, 401, 404, 413, 415, 422, 429, 503, 504].map((status) => [
    status,
    {
      description: 'OpenAI-shaped error',
      content: { 'application/json': { schema: jsonSchema(errorAnswer) } },
    },
  ])
  app.post(
    '/v1/embeddings',
    {
      schema: {
        operationId: 'createEmbedding',
        summary: 'Embed texts or pictures, compatible with OpenAI and Infinity',
        body: { content: { 'application/json': { schema: jsonSchema(body) } } },
        response: { 200: jsonSchema(answer), ...Object.fromEntries(failures) },
      },
    },
    async (request, reply): Promise<z.infer<typeof answer>> => {
      const parsed = parseBody(body, request.body)
      checkModel(parsed, embedder.model)
      const input = typeof parsed.input === 'string' ? [parsed.input] : parsed.input
      checkCount(input.length, config.maxItems)
      const signal = requestSignal(reply, config.requestTimeoutMs)
      const { outcomes, tokens } =
        parsed.modality === 'text'
          ? await embedder.embedTexts(input, signal)
          : { outcomes: await embedder.embedImages(input, signal), tokens: 0 }
      countOutcomes(outcomes, metrics, parsed.modality)
      const data = outcomes.map((outcome, index) => {
        if ('error' in outcome) {
          const { code, message } = outcome.error
          throw new ServiceError(code, `input[${index}]: ${message}`, { cause: outcome.error })
        }
        return {
          object: 'embedding' as const,
          index,
          embedding: writeVector(outcome.vector, parsed.encoding_format),
        }
      })
      return {
        object: 'list',
        data,
        model: embedder.model.id,
        usage: { prompt_tokens: tokens, total_tokens: tokens },
      }
    },
  )
}

/** A caller that asks for another model must not get this one's vectors: mixed, they compare as noise. */
function checkModel(
  asked: { model?: string | undefined; dimensions?: number | undefined },
  served: { id: string; description: { name: string; dimensions: number } },
): void {
  const { name, dimensions } = served.description
  if (asked.model !== undefined && asked.model !== name && asked.model !== served.id) {
    throw new ServiceError('MODEL_UNKNOWN', `This service runs "${name}", not the model asked for.`)
  }
  if (asked.dimensions !== undefined && asked.dimensions !== dimensions) {
    throw new ServiceError(
      'BODY_INVALID',
      `The vectors of "${name}" have ${dimensions} dimensions and are not cut.`,
    )
  }
}
