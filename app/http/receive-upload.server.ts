import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as WebStream } from 'node:stream/web'
import busboy from 'busboy'
import { AppError } from '~/platform/errors'

export interface ReceivedFile {
  /** Errors when the client goes away before the file is complete. May be left unread: the rest is drained. */
  stream: Readable
  /** As the client sent it. */
  fileName: string
  /** The form fields that stood before the file. */
  fields: Record<string, string>
}

interface ReceiveOptions {
  /** A request that announces more is refused before it is read. */
  maxBytes: number
  /** A client that sends nothing for so long is gone. */
  idleMs?: number
}

/** Boundaries, part headers and fields around a file. */
const FORM_OVERHEAD = 64 * 1024
/** How long a refused client may go on sending before its connection is closed. */
const DRAIN_MS = 300_000

/**
 * Streams the one file of a multipart request into `take` and gives what that gives. Nothing is buffered: the client
 * sends as fast as `take` reads. When `take` throws early the answer goes out at once, and the rest of the request is
 * read and dropped behind it: browsers look at the answer only after their last byte is sent.
 *
 * @throws AppError BAD_REQUEST (no multipart form, no file, several files), FILE_TOO_LARGE, UPLOAD_INCOMPLETE
 */
export async function receiveUpload<T>(
  request: Request,
  { maxBytes, idleMs = 60_000 }: ReceiveOptions,
  take: (file: ReceivedFile) => Promise<T>,
): Promise<T> {
  if (Number(request.headers.get('content-length')) > maxBytes + FORM_OVERHEAD) {
    drainRequest(request)
    throw new AppError('FILE_TOO_LARGE', `The file is larger than ${Math.floor(maxBytes / 1048576)} MiB.`)
  }
  const parser = createParser(request)
  const body = Readable.fromWeb(request.body as WebStream)
  const fields: Record<string, string> = {}
  let work: Promise<T> | undefined
  let refuse: (reason: unknown) => void = () => {}
  const refused = new Promise<never>((_, reject) => (refuse = reject))
  let surplus = false

  parser.on('field', (name, value) => (fields[name] = value))
  parser.on('filesLimit', () => (surplus = true))
  parser.on('file', (_name, part, { filename }) => {
    const stream = detach(part)
    work = take({ stream, fileName: filename ?? '', fields })
    work.catch(refuse)
  })

  const idle = setTimeout(() => body.destroy(new Error('idle')), idleMs)
  body.on('data', () => idle.refresh())
  const received = pipeline(body, parser).finally(() => clearTimeout(idle))
  // Neither may count as unhandled when the other decides the answer.
  received.catch(() => {})
  refused.catch(() => setTimeout(() => body.destroy(), DRAIN_MS).unref())
  let broken: unknown
  try {
    await Promise.race([received, refused])
  } catch (error) {
    broken = error
  }
  if (!work) {
    if (broken instanceof Error && broken.message.startsWith('Malformed')) {
      throw new AppError('BAD_REQUEST', 'The form is not well formed.', { cause: broken })
    }
    if (broken) {
      throw new AppError('UPLOAD_INCOMPLETE', 'The upload broke off before it began.', { cause: broken })
    }
    throw new AppError('BAD_REQUEST', 'The form holds no file.', { details: { field: 'file' } })
  }
  const result = await work
  if (surplus) throw new AppError('BAD_REQUEST', 'Send one file a request. Only the first was stored.')
  return result
}

function createParser(request: Request): busboy.Busboy {
  try {
    return busboy({
      headers: Object.fromEntries(request.headers),
      limits: { files: 1, fields: 20, fieldSize: 8 * 1024, parts: 30 },
      defParamCharset: 'utf8',
    })
  } catch (error) {
    drainRequest(request)
    throw new AppError('BAD_REQUEST', 'Send the file as multipart/form-data.', { cause: error })
  }
}

/**
 * A stream that may be destroyed without harm. busboy stops for ever when its own file stream is, and the rest of the
 * request with it.
 */
function detach(part: Readable): Readable {
  const stream = new PassThrough()
  let ended = false
  part.once('end', () => (ended = true))
  part.once('error', (error) => stream.destroy(error))
  part.once('close', () => {
    if (!ended) stream.destroy(new Error('The upload was cut off.'))
  })
  stream.once('close', () => {
    part.unpipe(stream)
    part.resume()
  })
  // Whoever reads handles errors; one that comes when nobody reads any more must not end the process.
  stream.on('error', () => {})
  return part.pipe(stream)
}

/** Reads and drops, behind the answer, a request that is refused unread. One that takes too long is cut off. */
export function drainRequest(request: Request): void {
  if (!request.body || request.bodyUsed) return
  const signal = AbortSignal.timeout(DRAIN_MS)
  request.body.pipeTo(new WritableStream(), { signal }).catch(() => {})
}
