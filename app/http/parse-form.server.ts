import type { z } from 'zod'
import { AppError } from '~/platform/errors'
import { readText } from './read-text.server'

/** Our forms are a few short fields; anything longer is no form of ours and is not read to its end. */
const MAX_FORM_BYTES = 64 * 1024

/**
 * Reads a URL-encoded form.
 * @throws BAD_REQUEST with `details.fields`: one message for each field at fault.
 */
export async function parseForm<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const type = request.headers.get('content-type') ?? ''
  if (!type.startsWith('application/x-www-form-urlencoded')) {
    throw new AppError('BAD_REQUEST', 'A form was expected.', {
      hint: 'Send application/x-www-form-urlencoded.',
    })
  }
  const values = Object.fromEntries(new URLSearchParams(await readText(request, MAX_FORM_BYTES)))
  const parsed = schema.safeParse(values)
  if (parsed.success) return parsed.data
  throw new AppError('BAD_REQUEST', 'Some fields need another look.', {
    hint: 'They are marked below; nothing was changed.',
    details: { fields: fieldMessages(parsed.error) },
  })
}

function fieldMessages(error: z.ZodError): Record<string, string> {
  const messages: Record<string, string> = {}
  for (const issue of error.issues) messages[issue.path.join('.')] ??= issue.message
  return messages
}
