import { z } from 'zod'
import { ServiceError } from '../errors.ts'
import { checkCount, parseBody } from '../http/parse-body.ts'
import { readMultipart } from '../http/read-multipart.ts'
import { requestSignal } from '../http/request-signal.ts'
import { encodings, manyAnswer, singleAnswer, vectorAnswer } from '../http/vector-answer.ts'
import type { ImageInput } from '../create-embedder.ts'
import { jsonSchema, problems, type Route } from './route-context.ts'

const base64 = z.string().describe('base64 of a picture file, or a data: URI; addresses are refused')
const body = z
  .object({
    image: base64.optional(),
    images: z.array(base64).min(1).optional(),
    encoding: encodings.default('float'),
  })
  .refine(
    (value) => (value.image === undefined) !== (value.images === undefined),
    'send either "image" or "images"',
  )
const fields = z.object({ encoding: encodings.default('float') })

const multipartSchema = {
  type: 'object',
  description:
    'Any number of files under any field names; the answer keeps their order and is always a list.',
  properties: {
    files: { type: 'array', items: { type: 'string', format: 'binary' } },
    encoding: { type: 'string', enum: encodings.options },
  },
}

/** POST /embed/image: pictures as multipart files (what the app sends) or as base64 in JSON. */
export const embedImage: Route = (app, { embedder, metrics, config }) => {
  app.post(
    '/embed/image',
    {
      schema: {
        operationId: 'embedImage',
        summary: 'Embed one picture or many',
        consumes: ['application/json', 'multipart/form-data'],
        body: {
          content: {
            'application/json': { schema: jsonSchema(body) },
            'multipart/form-data': { schema: multipartSchema },
          },
        },
        response: {
          200: jsonSchema(z.union([singleAnswer, manyAnswer])),
          ...problems(400, 401, 413, 415, 422, 429, 503, 504),
        },
      },
    },
    async (request, reply) => {
      const signal = requestSignal(reply, config.requestTimeoutMs)
      let images: ImageInput[]
      let shape: Parameters<typeof vectorAnswer>[1]
      if (Buffer.isBuffer(request.body)) {
        // Two more parts than files are allowed: the fields.
        const parts = readMultipart(request.body, request.headers['content-type'] ?? '', config.maxItems + 2)
        if (parts.files.length === 0) throw new ServiceError('BODY_INVALID', 'The form holds no file.')
        images = parts.files
        shape = { single: false, encoding: parseBody(fields, parts.fields).encoding }
      } else {
        const parsed = parseBody(body, request.body)
        images = parsed.images ?? [parsed.image ?? '']
        shape = { single: parsed.images === undefined, encoding: parsed.encoding }
      }
      checkCount(images.length, config.maxItems)
      const outcomes = await embedder.embedImages(images, signal)
      return vectorAnswer(outcomes, shape, { embedder, metrics, kind: 'image' })
    },
  )
}
