import { z } from 'zod'
import { parseBody } from '../http/parse-body.ts'
import {
  isOneForm,
  ONE_FORM,
  pictureFields,
  picturesForm,
  receivePictures,
} from '../http/receive-pictures.ts'
import { requestSignal } from '../http/request-signal.ts'
import { encodings, manyAnswer, singleAnswer, vectorAnswer } from '../http/vector-answer.ts'
import { jsonSchema, problems, type Route } from './route-context.ts'

const fields = z.object({ encoding: encodings.default('float') })
const body = z.object({ ...pictureFields, ...fields.shape }).refine(isOneForm, ONE_FORM)

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
            'multipart/form-data': {
              schema: picturesForm({ encoding: { type: 'string', enum: encodings.options } }),
            },
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
      const { images, single, fields: sent } = receivePictures(request, body, config.maxItems)
      const shape = { single, encoding: parseBody(fields, sent).encoding }
      const outcomes = await embedder.embedImages(images, signal)
      return vectorAnswer(outcomes, shape, { embedder, metrics, kind: 'image' })
    },
  )
}
