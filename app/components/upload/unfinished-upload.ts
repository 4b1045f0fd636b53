import { z } from 'zod'

/**
 * A browser gives no page the files of an earlier visit back, so what was not sent when it closed must be chosen once
 * more. What a page can do is say so: it notes how far the upload is, and the next visit finds the note.
 */
const schema = z.object({
  left: z.number().int().positive(),
  files: z.number().int().positive(),
  at: z.number(),
})
export type UnfinishedUpload = z.infer<typeof schema>

/** A tab that is still at it renews its note so often; an older note is of a tab that is gone. */
export const RENEW_MS = 3000
const GONE_MS = 3 * RENEW_MS

type Notes = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>
const keyOf = (userId: string) => `recto.unfinished-upload/${userId}`

export function noteUpload(
  notes: Notes,
  userId: string,
  progress: { left: number; files: number },
  now: number,
): void {
  if (progress.left === 0) notes.removeItem(keyOf(userId))
  else notes.setItem(keyOf(userId), JSON.stringify({ ...progress, at: now }))
}

export function readUnfinishedUpload(
  notes: Notes,
  userId: string,
  now: number,
): UnfinishedUpload | undefined {
  const parsed = schema.safeParse(parseJson(notes.getItem(keyOf(userId))))
  return parsed.success && now - parsed.data.at > GONE_MS ? parsed.data : undefined
}

export function forgetUnfinishedUpload(notes: Notes, userId: string): void {
  notes.removeItem(keyOf(userId))
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}
