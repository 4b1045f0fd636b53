import { z } from 'zod'
import { checkCount, parseBody } from '../http/parse-body.ts'
import { requestSignal } from '../http/request-signal.ts'
import { encodings, manyAnswer, singleAnswer, vectorAnswer } from '../http/vector-answer.ts'
import { jsonSchema, problems, type Route } from './route-context.ts'

const body = z
  .object({
    text: z.string().optional(),
    texts: z.array(z.string()).min(1).optional(),
    encoding: encodings.default('float'),
  })
  .refine(
    (value) => (value.text === undefined) !== (value.texts === undefined),
    'send either "text" or "texts"',
  )

/** POST /embed/text: one text or many; a text longer than the model reads is cut, its end mark kept. */
export const embedText: Route = (app, { embedder, metrics, config }) => {
  app.post(
    '/embed/text',
    {
      schema: {
        operationId: 'embedText',
        summary: 'Embed one text or many',
        body: { content: { 'application/json': { schema: jsonSchema(body) } } },
        response: {
          200: jsonSchema(z.union([singleAnswer, manyAnswer])),
          ...problems(400, 401, 413, 415, 422, 429, 503, 504),
        },
      },
    },
    async (request, reply) => {
      const parsed = parseBody(body, request.body)
      const texts = parsed.texts ?? [parsed.text ?? '']
      checkCount(texts.length, config.maxItems)
      const signal = requestSignal(reply, config.requestTimeoutMs)
      const { outcomes } = await embedder.embedTexts(texts, signal)
      const shape = { single: parsed.texts === undefined, encoding: parsed.encoding }
      return vectorAnswer(outcomes, shape, { embedder, metrics, kind: 'text' })
    },
  )
}
