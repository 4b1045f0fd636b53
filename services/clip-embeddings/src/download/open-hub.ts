import type { ReadableStream } from 'node:stream/web'
import { ServiceError } from '../errors.ts'

export type Opened =
  | { status: 'complete'; declaredSha256: string | undefined }
  | {
      status: 'whole' | 'resumed'
      body: ReadableStream
      length: number | undefined
      declaredSha256: string | undefined
    }

/** Large files are served by the hub's own storage hosts; nothing else may be redirected to. */
const STORAGE_OF: Record<string, RegExp> = { 'huggingface.co': /\.(huggingface\.co|hf\.co)$/ }

/**
 * Opens a file on the hub, following redirects by hand: only to the hub itself
 * or its storage, whatever a response may name. This is the only code in the
 * package that opens an address, and it is never reached by a request.
 */
export async function openHub(
  hubUrl: string,
  path: string,
  ask: { method: 'GET' | 'HEAD'; start?: number },
): Promise<Opened> {
  const hub = new URL(hubUrl)
  let url = new URL(`${hubUrl}${path}`)
  let declaredSha256: string | undefined
  for (let hops = 0; hops < 6; hops++) {
    const response = await reach(url, ask)
    declaredSha256 ??= declaredHash(response)
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location) {
      await response.body?.cancel()
      // The storage may answer GET alone, and has nothing to add.
      if (ask.method === 'HEAD' && declaredSha256 !== undefined) return { status: 'complete', declaredSha256 }
      url = new URL(location, url)
      const storage = STORAGE_OF[hub.hostname]
      if (url.host !== hub.host && !(url.protocol === 'https:' && storage?.test(url.hostname))) {
        throw new ServiceError(
          'HUB_UNREACHABLE',
          `The hub sent us on to ${url.host}, which is not its storage.`,
        )
      }
      continue
    }
    if (response.status === 416) {
      await response.body?.cancel()
      return { status: 'complete', declaredSha256 }
    }
    if (response.status === 404 || response.status === 401 || response.status === 403) {
      throw new ServiceError('HUB_FILE_MISSING', `${hub.host} answers ${response.status} for ${path}.`)
    }
    if (response.ok && ask.method === 'HEAD') return { status: 'complete', declaredSha256 }
    if (!response.ok || !response.body) {
      await response.body?.cancel()
      throw new ServiceError('HUB_UNREACHABLE', `${hub.host} answers ${response.status} for ${path}.`)
    }
    const length = response.headers.get('content-length')
    return {
      status: response.status === 206 ? 'resumed' : 'whole',
      body: response.body as ReadableStream,
      length: length === null ? undefined : Number(length),
      declaredSha256,
    }
  }
  throw new ServiceError('HUB_UNREACHABLE', `${hub.host} redirects ${path} in circles.`)
}

async function reach(url: URL, ask: { method: 'GET' | 'HEAD'; start?: number }): Promise<Response> {
  // Identity: a compressed answer would make the byte positions of Range meaningless.
  const headers: Record<string, string> = { 'accept-encoding': 'identity' }
  if (ask.start) headers.range = `bytes=${ask.start}-`
  try {
    return await fetch(url, {
      method: ask.method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(6 * 3600_000),
    })
  } catch (cause) {
    const reason =
      cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause)
    throw new ServiceError('HUB_UNREACHABLE', `The model hub at ${url.host} cannot be reached: ${reason}.`, {
      cause,
    })
  }
}

/** The hub names a large file's SHA-256 in a header of its first answer, before any redirect. */
function declaredHash(response: Response): string | undefined {
  return /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(response.headers.get('x-linked-etag') ?? '')?.[1]
}
