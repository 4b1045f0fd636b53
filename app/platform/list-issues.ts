import type { z } from 'zod'

/** What was wrong with a value, field by field, for the `details` of an error. */
export function listIssues(error: z.ZodError): { path: string; message: string }[] {
  return error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
}
