import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Handler } from 'express'
import parseRange from 'range-parser'
import type { Auth } from '~/domain/auth/create-auth.server'
import { resolveSignedLink } from '~/domain/photos/resolve-signed-link.server'
import { storageKey, type MediaKind } from '~/domain/photos/storage-keys'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { describeMedia, INERT } from './describe-media.server'
import { createMediaCache } from './media-cache.server'

const MEDIA = /^\/media\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(thumb|preview|original)$/
const THUMB = /^\/media\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/thumb\?v=([0-9a-f]{12})$/

export interface MediaHandlers {
  /**
   * Thumbnails that are in memory for somebody whose session was looked at within seconds; true when that was the
   * answer. It goes before everything: a request id, a log line (of level debug) and the parsing of the address cost
   * several times what the answer does.
   */
  fromMemory: (req: IncomingMessage, res: ServerResponse) => boolean
  /** Everything else under `/media/`. */
  fromStorage: Handler
}

/**
 * `GET /media/:photoId/thumb|preview|original` and the local driver's signed links. A plain handler instead of a Remix
 * route, because a grid asks for hundreds of thumbnails at once: measured in bench/thumbnails.ts.
 */
export function serveMedia({ app, auth }: { app: AppContext; auth: Auth }): MediaHandlers {
  const cache = createMediaCache(app, auth)

  const fromMemory: MediaHandlers['fromMemory'] = (req, res) => {
    const [, photoId, version] = (req.method === 'GET' && req.url && THUMB.exec(req.url)) || []
    const { cookie } = req.headers
    const known = photoId && cookie ? cache.recall(cookie, photoId) : undefined
    if (!known || !version || !known.source.sha256.startsWith(version)) return false
    const { headers, bytes } = known.thumb
    if (matches(req.headers['if-none-match'], headers.etag)) res.writeHead(304, headers).end()
    else res.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes)
    return true
  }

  const fromStorage: Handler = async (req, res, next) => {
    try {
      if (!req.originalUrl.startsWith('/media/')) return next()
      if (req.method !== 'GET' && req.method !== 'HEAD')
        throw new AppError('NOT_FOUND', 'There is no such file.')
      const url = new URL(req.originalUrl, 'http://media')
      const signedKey = resolveSignedLink(app, url)
      if (signedKey) {
        return await sendStored(app, req, res, signedKey, {
          ...INERT,
          'cache-control': 'private, max-age=300',
        })
      }
      const [, photoId, kind] = MEDIA.exec(url.pathname) ?? []
      if (!photoId || !kind) throw new AppError('NOT_FOUND', 'There is no such file.')

      const cookie = req.headers.cookie
      const setCookie = (header: string) => {
        if (!res.headersSent) res.append('set-cookie', header)
      }
      const actor = cookie && (await cache.actor(cookie, setCookie))
      if (!actor) throw new AppError('SIGN_IN_REQUIRED', 'You are not signed in, or your session has ended.')
      const source = await cache.source(actor, photoId)
      if (!source) throw new AppError('NOT_FOUND', 'There is no such photo.')

      // The version is part of the address, so an answer to the right one stays true for ever.
      const immutable = url.searchParams.get('v') === source.sha256.slice(0, 12)
      const headers: Record<string, string> & { etag: string } = describeMedia(source, kind, immutable)
      if (matches(req.headers['if-none-match'], headers.etag)) {
        res.writeHead(304, headers).end()
        return
      }
      if (kind === 'thumb') {
        const thumb = await cache.thumb(source)
        if (!thumb) throw new AppError('NOT_FOUND', 'The photo has no thumbnail yet.')
        res.writeHead(200, { ...thumb.headers, ...headers, 'content-length': thumb.bytes.length })
        res.end(req.method === 'HEAD' ? undefined : thumb.bytes)
        return
      }
      if (kind === 'original') {
        const disposition = url.searchParams.has('download') ? 'attachment' : 'inline'
        headers['content-disposition'] = contentDisposition(disposition, source.fileName)
        headers['content-type'] = source.contentType
      }
      await sendStored(app, req, res, storageKey(source, kind as MediaKind), headers)
    } catch (error) {
      res.setHeader('cache-control', 'no-store')
      next(error)
    }
  }
  return { fromMemory, fromStorage }
}

/** Streams a stored file, or the one range of it that was asked for. */
async function sendStored(
  app: AppContext,
  req: IncomingMessage,
  res: ServerResponse,
  key: string,
  headers: Record<string, string>,
): Promise<void> {
  const asked =
    req.headers['if-range'] && req.headers['if-range'] !== headers.etag ? undefined : req.headers.range
  const whole = asked || req.method === 'HEAD' ? await app.storage.head(key) : undefined
  if (whole === null) throw new AppError('NOT_FOUND', 'The file is not there.')
  const ranges = asked && whole ? parseRange(whole.size, asked) : undefined
  if (ranges === -1) {
    res.writeHead(416, { ...headers, 'content-range': `bytes */${whole?.size ?? 0}` }).end()
    return
  }
  // Several ranges in one answer is a form no viewer of pictures needs: the whole file is a correct answer too.
  const range = Array.isArray(ranges) && ranges.length === 1 ? ranges[0] : undefined
  if (req.method === 'HEAD' && whole) {
    const description = {
      'content-type': whole.contentType,
      'content-length': whole.size,
      'accept-ranges': 'bytes',
    }
    res.writeHead(200, { ...description, ...headers }).end()
    return
  }
  const { body, object } = await app.storage.get(key, range)
  const length = range ? range.end - range.start + 1 : object.size
  res.writeHead(range ? 206 : 200, {
    'content-type': object.contentType,
    ...headers,
    'content-length': length,
    'accept-ranges': 'bytes',
    ...(range ? { 'content-range': `bytes ${range.start}-${range.end}/${object.size}` } : {}),
  })
  // A viewer who leaves is no error; a storage that breaks off must be seen by the client as a short answer.
  await pipeline(body, res).catch(() => res.destroy())
}

function matches(header: string | undefined, etag: string): boolean {
  if (!header) return false
  return header === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

/** The name twice: for clients that know only ASCII, and as it is. */
function contentDisposition(disposition: string, fileName: string): string {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${disposition}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
