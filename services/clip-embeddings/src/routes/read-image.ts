import { z } from 'zod'
import {
  isOneForm,
  ONE_FORM,
  pictureFields,
  picturesForm,
  receivePictures,
} from '../http/receive-pictures.ts'
import { requestSignal } from '../http/request-signal.ts'
import { countOutcomes, itemError, throwIfAllOver, writeError } from '../http/vector-answer.ts'
import { jsonSchema, problems, type Route } from './route-context.ts'

const body = z.object(pictureFields).refine(isOneForm, ONE_FORM)
const reading = z.object({
  lines: z
    .array(
      z.object({
        text: z.string(),
        confidence: z.number().describe('mean probability of the letters, 0.5 to 1'),
      }),
    )
    .describe('in reading order; empty where there is no text'),
})
const answer = z.object({
  readings: z.array(z.union([reading, itemError])),
  reader: z.string().describe('name@version of the models that read'),
})

/** POST /read/image: the printed text in pictures; the same forms of request as /embed/image. */
export const readImage: Route = (app, { reader, metrics, config }) => {
  app.post(
    '/read/image',
    {
      schema: {
        operationId: 'readImage',
        summary: 'Read the printed text in one picture or many',
        consumes: ['application/json', 'multipart/form-data'],
        body: {
          content: {
            'application/json': { schema: jsonSchema(body) },
            'multipart/form-data': { schema: picturesForm() },
          },
        },
        response: {
          200: jsonSchema(answer),
          ...problems(400, 401, 413, 415, 422, 429, 503, 504),
        },
      },
    },
    async (request, reply): Promise<z.infer<typeof answer>> => {
      const signal = requestSignal(reply, config.requestTimeoutMs)
      const { images, single } = receivePictures(request, body, config.maxItems)
      const { outcomes, reader: id } = await reader.read(images, signal)
      countOutcomes(outcomes, metrics, 'read')
      throwIfAllOver(outcomes)
      const readings = outcomes.map((outcome) => {
        if (!('error' in outcome)) return outcome
        // The only picture's error is the request's, as on /embed/image.
        if (single) throw outcome.error
        return writeError(outcome)
      })
      for (const one of readings) if ('lines' in one) metrics.linesRead(one.lines.length)
      return { readings, reader: id }
    },
  )
}
