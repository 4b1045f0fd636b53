import { z } from 'zod'
import { AppError } from '~/platform/errors'

/** An id from an address. A malformed one cannot exist; Postgres would answer it with a type error instead. */
export function readUuid(id: string | undefined, what: string): string {
  const parsed = z.uuid().safeParse(id)
  if (!parsed.success) throw new AppError('NOT_FOUND', `There is no such ${what}.`)
  return parsed.data
}
