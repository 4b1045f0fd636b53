/**
 * Every error code of Recto, once: the HTTP status an edge answers with and what the person can do.
 * Codes are stable strings that clients may match on; a new one is added here first.
 */
export const errorCatalog = {
  // Requests
  BAD_REQUEST: { status: 400, hint: 'Check the fields named in the details and send the request again.' },
  SIGN_IN_REQUIRED: { status: 401, hint: 'Sign in again; nothing you uploaded is lost.' },
  PERMISSION_DENIED: { status: 403, hint: 'Ask an admin of this project for access.' },
  FEATURE_OFF: { status: 403, hint: 'This feature is not switched on for you yet.' },
  NOT_FOUND: { status: 404, hint: 'It may have been deleted, or belong to another project.' },
  CONFLICT: { status: 409, hint: 'Somebody changed this meanwhile. Reload and try again.' },
  RATE_LIMITED: { status: 429, hint: 'Wait a moment and try again.' },
  QUERY_TOO_LONG: { status: 400, hint: 'Use at most 1,000 characters.' },
  // People
  WRONG_CREDENTIALS: {
    status: 401,
    hint: 'Check the e-mail address and the password, or ask an admin for a new password link.',
  },
  ALREADY_SET_UP: { status: 409, hint: 'This Recto has its admin. Sign in, or ask them for an invitation.' },
  LINK_EXPIRED: { status: 410, hint: 'It was used, withdrawn or is too old. Ask an admin for a new link.' },
  // Files
  FILE_EMPTY: { status: 422, hint: 'The file has no content. Export it again and upload the new copy.' },
  FILE_TOO_LARGE: { status: 413, hint: 'Make the file smaller, or raise UPLOAD_MAX_BYTES.' },
  UPLOAD_INCOMPLETE: {
    status: 400,
    hint: 'The connection broke before the file was complete. Upload it again.',
  },
  UNSUPPORTED_TYPE: { status: 415, hint: 'Use JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC or DNG.' },
  IMAGE_UNREADABLE: {
    status: 422,
    hint: 'The file is damaged. Export it again from the camera or the editor.',
  },
  IMAGE_TOO_LARGE: {
    status: 422,
    hint: 'The picture has too many pixels. Scale it down and upload it again.',
  },
  IMAGE_TIMEOUT: {
    status: 422,
    hint: 'Reading the picture took too long. Save it as a plain JPEG and retry.',
  },
  DIR_NOT_FOUND: { status: 404, hint: 'Check the path of the folder.' },
  DIR_EMPTY: { status: 422, hint: 'The folder holds no files that could be photos.' },
  DISK_SPACE: { status: 507, hint: 'The disk is full. Free some space; the work goes on by itself.' },
  // Dependencies
  ML_SERVICE_DOWN: {
    status: 503,
    hint: 'The embedding service does not answer. Names and tags can still be searched.',
  },
  STORAGE_DOWN: {
    status: 503,
    hint: 'File storage does not answer. Try again in a minute; stored photos are safe.',
  },
  OPENAI_NOT_CONFIGURED: { status: 409, hint: 'Set OPENAI_API_KEY to use this.' },
  DATABASE_UNAVAILABLE: { status: 503, hint: 'The database does not answer. Try again in a minute.' },
  // Jobs
  JOB_UNKNOWN: { status: 422, hint: 'This version of Recto has no such job. Update the worker.' },
  JOB_PAYLOAD_INVALID: {
    status: 422,
    hint: 'The job was written by another version. It is kept; cancel or fix it.',
  },
  JOB_STATE: { status: 409, hint: 'The job is in a state that does not allow this.' },
  JOB_QUARANTINED: {
    status: 422,
    hint: 'The job stopped its worker three times. Remove the named item and retry.',
  },
  ITEM_WEDGED: { status: 500, hint: 'The work made no progress within its limit and was stopped. Retry it.' },
  // Anything else
  CONFIG_INVALID: { status: 500, hint: 'Fix the environment variables listed.' },
  INTERNAL: { status: 500, hint: 'This is a bug. The log holds the details under the request id.' },
} as const satisfies Record<string, { status: number; hint: string }>

export type ErrorCode = keyof typeof errorCatalog

const BRAND: unique symbol = Symbol.for('recto.AppError')

/**
 * The one error type that crosses floors. `message` says what happened, `hint` what to do, `details` is safe to show.
 * Recognise it with {@link isAppError}, not `instanceof`: the web server and the Remix build each load a copy.
 */
export class AppError extends Error {
  readonly [BRAND] = true
  override readonly name = 'AppError'
  readonly hint: string
  readonly details: Record<string, unknown>

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: { details?: Record<string, unknown>; hint?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.hint = options.hint ?? errorCatalog[code].hint
    this.details = options.details ?? {}
  }

  get status(): number {
    return errorCatalog[this.code].status
  }
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && BRAND in error
}

/** Any thrown value as an AppError; unknown ones become INTERNAL and keep the original as `cause`. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error
  return new AppError('INTERNAL', 'Something went wrong on our side.', { cause: error })
}
