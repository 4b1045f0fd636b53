import { z } from 'zod'
import { AppError } from '../errors'

/** Where a row stands in a list that is newest first: by the time it was made, then by its id. */
export interface Place {
  createdAt: Date
  id: string
}

const place = z.tuple([z.iso.datetime().transform((time) => new Date(time)), z.uuid()])

/** The place as a cursor: the next page of a list begins behind it. */
export function writePlace({ createdAt, id }: { createdAt: Date | string; id: string }): string {
  return Buffer.from(`${new Date(createdAt).toISOString()}|${id}`).toString('base64url')
}

/** @throws AppError BAD_REQUEST for what {@link writePlace} did not make */
export function readPlace(cursor: string): Place {
  const parsed = place.safeParse(Buffer.from(cursor, 'base64url').toString('utf8').split('|'))
  if (!parsed.success) throw new AppError('BAD_REQUEST', 'The cursor does not come from this list.')
  const [createdAt, id] = parsed.data
  return { createdAt, id }
}

/**
 * What stands behind the place, as a condition for Prisma. `lte` says nothing new, but Postgres starts in the index
 * where it says; with the OR alone it walks there. So page 500 costs what page 1 does.
 */
export const olderThan = ({ createdAt, id }: Place) => ({
  createdAt: { lte: createdAt },
  OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }],
})

/** What stands before it. */
export const newerThan = ({ createdAt, id }: Place) => ({
  createdAt: { gte: createdAt },
  OR: [{ createdAt: { gt: createdAt } }, { createdAt, id: { gt: id } }],
})
