import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Embedder } from '../create-embedder.ts'
import type { Reader } from '../create-reader.ts'
import type { Metrics } from '../metrics.ts'

/** What every route is given. */
export interface RouteContext {
  embedder: Embedder
  reader: Reader
  metrics: Metrics
  config: Pick<Config, 'bodyLimitBytes' | 'maxItems' | 'requestTimeoutMs'>
}

export type Route = (app: FastifyInstance, context: RouteContext) => void

/** A zod schema as JSON Schema for the OpenAPI document; parsing is done by zod itself. */
export function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'input' })
  return rest
}

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  hint: z.string(),
  instance: z.string(),
})

/** The error answers of a route, as problem details, for the OpenAPI document. */
export function problems(...statuses: number[]): Record<number, unknown> {
  const schema = jsonSchema(problem)
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: MEANING[status] ?? 'Error', content: { 'application/problem+json': { schema } } },
    ]),
  )
}

const MEANING: Record<number, string> = {
  400: 'The body is not of the documented shape',
  401: 'The token is missing or wrong',
  413: 'The body or the number of items is over the limit',
  415: 'The content type is not one this route takes',
  422: 'The picture or text cannot be used',
  429: 'The queue is full; see Retry-After',
  503: 'Not ready, not installed, or shutting down',
  504: 'Not done within the time limit',
}
