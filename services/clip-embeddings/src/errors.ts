/**
 * Every error the service answers with, listed once: its HTTP status and what
 * the caller can do about it. Codes are a contract; messages are not.
 */
const ERRORS = {
  BODY_INVALID: { status: 400, hint: 'See /openapi.json for the shapes this route takes.' },
  BASE64_INVALID: { status: 422, hint: 'Send the file as plain base64 or as a data: URI.' },
  URL_REFUSED: {
    status: 422,
    hint: 'Fetch the picture yourself and send its bytes; this service never opens an address.',
  },
  UNAUTHORIZED: { status: 401, hint: 'Send the token of CLIP_API_TOKEN as "Authorization: Bearer …".' },
  NOT_FOUND: { status: 404, hint: 'See /openapi.json for the routes there are.' },
  MODEL_UNKNOWN: { status: 404, hint: 'GET /model names the model this service runs.' },
  BODY_TOO_LARGE: {
    status: 413,
    hint: 'Send fewer or smaller pictures a request, or raise CLIP_BODY_LIMIT_MB.',
  },
  TOO_MANY_ITEMS: { status: 413, hint: 'Split the request, or raise CLIP_MAX_ITEMS.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, hint: 'Send application/json or multipart/form-data.' },
  IMAGE_UNREADABLE: { status: 422, hint: 'Check that the file opens in a viewer and was sent whole.' },
  IMAGE_TOO_LARGE: { status: 422, hint: 'Scale the picture down first, or raise CLIP_MAX_MEGAPIXELS.' },
  IMAGE_TIMEOUT: { status: 422, hint: 'The picture takes too long to decode; send a smaller copy.' },
  UNSUPPORTED_TYPE: { status: 422, hint: 'Send a JPEG, PNG, WebP, GIF, TIFF or AVIF picture.' },
  TEXT_EMPTY: { status: 422, hint: 'Send at least one character that is not white space.' },
  TEXT_TOO_LONG: {
    status: 422,
    hint: 'The model reads a sentence, not a document; send a short description.',
  },
  QUEUE_FULL: { status: 429, hint: 'Wait for the seconds in Retry-After and send the request again.' },
  CLIENT_CLOSED: { status: 499, hint: 'The caller hung up before the answer was ready.' },
  INTERNAL: { status: 500, hint: 'Look for the request id in the log of the service.' },
  INFERENCE_FAILED: { status: 500, hint: 'Look for the request id in the log of the service.' },
  SHUTTING_DOWN: { status: 503, hint: 'Send the request again; another replica will take it.' },
  NOT_READY: { status: 503, hint: 'The model does not answer as recorded; see the reason and the log.' },
  READER_MISSING: {
    status: 503,
    hint: 'Run "npm install"; everything but /read/image works without it.',
  },
  REQUEST_TIMEOUT: {
    status: 504,
    hint: 'Send fewer items a request, or raise CLIP_REQUEST_TIMEOUT_SECONDS.',
  },
  MODEL_MISSING: { status: 500, hint: 'Run "npm run model:download", or set CLIP_MODEL=recto-mini.' },
  MODEL_INVALID: { status: 500, hint: 'Download or build the model folder again.' },
  MODEL_HASH_MISMATCH: {
    status: 500,
    hint: 'A file of the model was changed or cut short; download it again.',
  },
  MODEL_SHAPE_MISMATCH: {
    status: 500,
    hint: 'model.json does not describe these ONNX files; build the folder again.',
  },
  HUB_UNREACHABLE: {
    status: 502,
    hint: 'Nothing was changed. The service goes on with CLIP_MODEL=recto-mini, which needs no download; run this again where the hub can be reached, it resumes.',
  },
  HUB_FILE_MISSING: {
    status: 502,
    hint: 'The hub no longer has this file at the pinned revision; update this package.',
  },
  HUB_HASH_MISMATCH: {
    status: 502,
    hint: 'The file was thrown away. Run the download again; if it repeats, do not trust this hub.',
  },
} as const satisfies Record<string, { status: number; hint: string }>

export type ErrorCode = keyof typeof ERRORS

/** The one error type of the service; `http/answer-errors.ts` turns it into an answer. */
export class ServiceError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly hint: string
  /** Seconds after which the caller may try again; becomes `Retry-After`. */
  readonly retryAfter: number | undefined

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(message, { cause: options.cause })
    this.name = 'ServiceError'
    this.code = code
    this.status = ERRORS[code].status
    this.hint = ERRORS[code].hint
    this.retryAfter = options.retryAfter
  }
}

/** Wraps whatever was thrown, so that nothing untyped reaches a caller. */
export function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error
  return new ServiceError('INTERNAL', 'Something went wrong inside the service.', { cause: error })
}
