import { z } from 'zod'
import type { Outcome } from '../batching/batch-lane.ts'
import type { Embedder } from '../create-embedder.ts'
import type { ServiceError } from '../errors.ts'
import type { Metrics } from '../metrics.ts'
import { encodeVector, vectorNumbers } from '../model/vector-codec.ts'

export const encodings = z.enum(['float', 'base64'])
export type Encoding = z.infer<typeof encodings>

/** One vector as it goes over the wire. */
export const wireVector = z.union([
  z.array(z.number()).describe('unit vector (encoding "float", the default)'),
  z.string().describe('base64 of little-endian float32 (encoding "base64")'),
])
export const itemError = z.object({ error: z.object({ code: z.string(), message: z.string() }) })
export const singleAnswer = z.object({
  embedding: wireVector,
  dimensions: z.number().int(),
  model: z.string(),
})
export const manyAnswer = z.object({
  embeddings: z.array(z.union([wireVector, itemError])),
  dimensions: z.number().int(),
  model: z.string(),
})

export const writeVector = (vector: Float32Array, encoding: Encoding) =>
  encoding === 'base64' ? encodeVector(vector) : vectorNumbers(vector)

/** The answer to one item (its error is the request's error) or to many (each error stands at its own index). */
export function vectorAnswer(
  outcomes: Outcome[],
  shape: { single: boolean; encoding: Encoding },
  context: { embedder: Embedder; metrics: Metrics; kind: 'image' | 'text' },
): z.infer<typeof singleAnswer> | z.infer<typeof manyAnswer> {
  countOutcomes(outcomes, context.metrics, context.kind)
  const { id, description } = context.embedder.model
  const common = { dimensions: description.dimensions, model: id }
  const [first] = outcomes
  if (shape.single && first) {
    if ('error' in first) throw first.error
    return { embedding: writeVector(first.vector, shape.encoding), ...common }
  }
  throwIfAllOver(outcomes)
  const embeddings = outcomes.map((outcome) =>
    'error' in outcome ? writeError(outcome) : writeVector(outcome.vector, shape.encoding),
  )
  return { embeddings, ...common }
}

/** An item's error as it stands at the item's index. */
export const writeError = ({ error }: { error: ServiceError }) => ({
  error: { code: error.code, message: error.message },
})

export function countOutcomes(
  outcomes: Outcome<object>[],
  metrics: Metrics,
  kind: Parameters<Metrics['item']>[0],
): void {
  for (const outcome of outcomes) metrics.item(kind, 'error' in outcome ? outcome.error.code : 'ok')
}

/** A time limit or a hang-up ends the request, not an item: it is answered as such. */
export function throwIfAllOver(outcomes: Outcome<object>[]): void {
  for (const outcome of outcomes) {
    if ('error' in outcome && ['REQUEST_TIMEOUT', 'CLIENT_CLOSED'].includes(outcome.error.code))
      throw outcome.error
  }
}
