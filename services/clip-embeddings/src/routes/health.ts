import { z } from 'zod'
import { jsonSchema, type Route } from './route-context.ts'

const answer = z.object({ status: z.literal('ok') })

/** GET /health: the process lives and its main thread answers. Nothing about the model: that is /ready. */
export const health: Route = (app) => {
  app.get(
    '/health',
    {
      logLevel: 'warn',
      schema: { operationId: 'health', summary: 'The process lives', response: { 200: jsonSchema(answer) } },
    },
    async (): Promise<z.infer<typeof answer>> => ({ status: 'ok' }),
  )
}
