import { z } from 'zod'
import { AppError } from '~/platform/errors'

/** Where a page ended. The model is part of it: its distances mean nothing to another. */
const place = z.tuple([z.string(), z.number(), z.uuid()])

export interface SearchPlace {
  model: string
  distance: number
  photoId: string
}

export function writeCursor({ model, distance, photoId }: SearchPlace): string {
  return Buffer.from(JSON.stringify([model, distance, photoId])).toString('base64url')
}

/** @throws BAD_REQUEST for what is not a cursor. */
export function readCursor(cursor: string): SearchPlace {
  try {
    const [model, distance, photoId] = place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return { model, distance, photoId }
  } catch (cause) {
    throw new AppError('BAD_REQUEST', 'The place to continue at is not one this search gave.', {
      hint: 'Start the search again from its first page.',
      cause,
    })
  }
}
