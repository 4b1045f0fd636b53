import type { z } from 'zod'
import { AppError } from '~/platform/errors'
import { listIssues } from '~/platform/list-issues'
import { readText } from './read-text.server'

/** The longest of ours names 5,000 photos by their ids, in 200 KB. */
const MAX_JSON_BYTES = 1024 * 1024

/**
 * Reads a JSON body.
 * @param refusal what to say when it does not fit; without it, what its first fault says
 * @throws BAD_REQUEST with `details.issues`
 */
export async function parseJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  refusal?: string,
): Promise<z.infer<Schema>> {
  const text = await readText(request, MAX_JSON_BYTES)
  const parsed = schema.safeParse(parse(text))
  if (parsed.success) return parsed.data
  throw new AppError(
    'BAD_REQUEST',
    refusal ?? parsed.error.issues[0]?.message ?? 'That has the wrong shape.',
    {
      details: { issues: listIssues(parsed.error) },
    },
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
