import { z } from 'zod'
import { ServiceError } from '../errors.ts'
import { jsonSchema, problems, type Route } from './route-context.ts'

const answer = z.object({
  status: z.literal('ready'),
  model: z.string(),
  imageCosine: z.number().describe('of the known picture with its recorded vector'),
  textCosine: z.number().describe('of the known text with its recorded vector'),
})

/** GET /ready: embeds a known picture and text, ahead of the queue, and compares the vectors. */
export const ready: Route = (app, { embedder, metrics }) => {
  app.get(
    '/ready',
    {
      logLevel: 'warn',
      schema: {
        operationId: 'ready',
        summary: 'The model answers as recorded',
        response: { 200: jsonSchema(answer), ...problems(503) },
      },
    },
    async (): Promise<z.infer<typeof answer>> => {
      const readiness = await embedder.ready()
      metrics.ready(readiness.ready)
      if (!readiness.ready) throw new ServiceError('NOT_READY', readiness.reason)
      const { imageCosine, textCosine } = readiness
      return { status: 'ready', model: embedder.model.id, imageCosine, textCosine }
    },
  )
}
