/** Where one file of the queue is. `refused` would be refused again; `failed` is worth another try. */
export type UploadState = 'queued' | 'sending' | 'added' | 'duplicate' | 'refused' | 'failed'

export interface UploadProblem {
  code: string
  message: string
  hint: string
}

export interface UploadItem {
  id: string
  name: string
  /** Folder and name as dropped; the name alone for single files. */
  path: string
  size: number
  state: UploadState
  sentBytes: number
  problem?: UploadProblem
  /** Set once stored: the new photo, or the one that has the same bytes already. */
  photoId?: string
}

/** What a sent file came to. `signed-out` and `busy` keep the file queued. */
export type UploadAnswer =
  | { kind: 'added' | 'duplicate'; photoId: string }
  | { kind: 'refused' | 'failed'; problem: UploadProblem }
  | { kind: 'signed-out' }
  | { kind: 'busy'; retryAfterSeconds: number }

/** Codes that say nothing against the file itself, whatever their HTTP status. */
const WORTH_RETRYING = new Set(['UPLOAD_INCOMPLETE', 'DISK_SPACE', 'CONFLICT'])

const CONNECTION_LOST: UploadProblem = {
  code: 'CONNECTION_LOST',
  message: 'The connection broke before the file arrived.',
  hint: 'The file is still here. Check the connection and retry.',
}

/**
 * Reads the answer of `POST /api/photos`: 201/200 with the photo, or problem details. Status 0 is a broken
 * connection. An answer that is neither (a proxy's error page) counts as failed and is worth another try.
 */
export function readUploadAnswer(status: number, body: string, retryAfter?: string | null): UploadAnswer {
  if (status === 0) return { kind: 'failed', problem: CONNECTION_LOST }
  if (status === 401) return { kind: 'signed-out' }
  if (status === 429) return { kind: 'busy', retryAfterSeconds: Math.min(60, Number(retryAfter) || 5) }
  const fields = parseObject(body)
  if (status < 300) {
    const photo = fields.photo
    const photoId = typeof photo === 'object' && photo !== null && 'id' in photo ? photo.id : undefined
    if (typeof photoId === 'string') {
      return { kind: fields.status === 'duplicate' ? 'duplicate' : 'added', photoId }
    }
  }
  const problem = {
    code: text(fields.code) ?? `HTTP_${status}`,
    message: text(fields.detail) ?? text(fields.title) ?? 'The server gave an answer that makes no sense.',
    hint: text(fields.hint) ?? 'Retry in a moment.',
  }
  const refused = status >= 400 && status < 500 && status !== 408 && !WORTH_RETRYING.has(problem.code)
  return { kind: refused ? 'refused' : 'failed', problem }
}

function parseObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
