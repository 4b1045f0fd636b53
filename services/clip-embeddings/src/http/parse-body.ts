import type { z } from 'zod'
import { ServiceError } from '../errors.ts'

/** Parses what came over the wire, once; the message names the field and never repeats its value. */
export function parseBody<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.slice(0, 5).map((issue) => {
    const field = issue.path.join('.')
    return field ? `${field}: ${issue.message}` : issue.message
  })
  throw new ServiceError('BODY_INVALID', `The body does not fit: ${problems.join('; ')}.`)
}

/** A typed answer for a request with too much in it, before any of it is worked on. */
export function checkCount(count: number, limit: number): void {
  if (count > limit)
    throw new ServiceError('TOO_MANY_ITEMS', `The request has ${count} items; the limit is ${limit}.`)
}
