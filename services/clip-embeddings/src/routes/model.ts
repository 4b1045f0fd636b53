import { z } from 'zod'
import { modelDescription } from '../model/model-description.ts'
import { jsonSchema, problems, type Route } from './route-context.ts'

const answer = z.object({
  name: z.string(),
  revision: z.string(),
  id: z.string().describe('name@revision: what stands in the `model` of every answer'),
  dimensions: z.number().int(),
  imageSize: z.number().int(),
  licence: z.string(),
  calibration: modelDescription.shape.calibration,
})

/** GET /model: what the vectors are and how their cosines are to be read. */
export const model: Route = (app, { embedder }) => {
  const { id, description } = embedder.model
  const { name, revision, dimensions, licence, calibration } = description
  app.get(
    '/model',
    {
      schema: {
        operationId: 'model',
        summary: 'The model in use',
        response: { 200: jsonSchema(answer), ...problems(401) },
      },
    },
    async (): Promise<z.infer<typeof answer>> => ({
      name,
      revision,
      id,
      dimensions,
      imageSize: description.image.size,
      licence,
      calibration,
    }),
  )
}
