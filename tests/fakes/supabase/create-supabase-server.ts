import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:http'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import express, { type Request, type Response } from 'express'

interface StoredFile {
  id: string
  path: string
  size: number
  contentType: string
  cacheControl: string
  etag: string
  createdAt: string
}

/** What the next matching requests suffer instead of an answer. */
export type Fault =
  | { kind: 'status'; status: number; body?: unknown }
  /** The connection is taken and nothing is ever answered. */
  | { kind: 'hang' }
  /** The connection is cut before the answer, or in the middle of a download's body. */
  | { kind: 'cut'; afterBytes?: number }

export interface SupabaseServer {
  url: string
  serviceRoleKey: string
  /** Requests as `METHOD /path`, without the query. */
  requests: string[]
  /** Applies to the next `times` requests whose `METHOD /path` matches. */
  fail(pattern: RegExp, fault: Fault, times?: number): void
  /** Moves the server's clock: signed URLs expire by it. */
  advance(seconds: number): void
  close(): Promise<void>
}

/**
 * Supabase Storage (v1 REST) as @supabase/storage-js 2.109 speaks it, with the real service's manners: every client
 * error is HTTP 400 and carries the true status as a string in its body; downloads answer ranges; signed URLs are JWTs.
 */
export async function createSupabaseServer(options: { maxBytes?: number } = {}): Promise<SupabaseServer> {
  const serviceRoleKey = `service-role-${randomUUID()}`
  const secret = randomUUID()
  const buckets = new Map<string, { public: boolean; files: Map<string, StoredFile> }>()
  const folder = await mkdtemp(join(tmpdir(), 'recto-supabase-'))
  const faults: { pattern: RegExp; fault: Fault; left: number }[] = []
  const requests: string[] = []
  let skewSeconds = 0
  const nowSeconds = () => Math.floor(Date.now() / 1000) + skewSeconds

  const refuse = (res: Response, statusCode: string, error: string, message: string) =>
    void res.status(400).json({ statusCode, error, message })
  const notFound = (res: Response) => refuse(res, '404', 'not_found', 'Object not found')

  const app = express()
  app.disable('x-powered-by')
  const storage = express.Router()
  app.use('/storage/v1', storage)

  storage.use((req, res, next) => {
    const line = `${req.method} ${req.path}`
    requests.push(line)
    const planned = faults.find(({ pattern, left }) => left > 0 && pattern.test(line))
    if (!planned) return next()
    planned.left -= 1
    const { fault } = planned
    if (fault.kind === 'hang') return
    if (fault.kind === 'status') return void res.status(fault.status).json(fault.body ?? { message: 'fault' })
    if (fault.afterBytes === undefined) return void req.socket.destroy()
    res.locals.cutAfter = fault.afterBytes
    next()
  })

  // A signed URL carries its own proof; everything else needs the key.
  storage.get('/object/sign/:bucket/*', (req, res) => {
    const { bucket = '', 0: key = '' } = req.params as Record<string, string>
    const claims = readToken(secret, String(req.query.token ?? ''))
    if (claims?.url !== `${bucket}/${key}`) return refuse(res, '400', 'InvalidSignature', 'Invalid signature')
    if (claims.exp <= nowSeconds()) {
      return refuse(res, '400', 'InvalidJWT', '"exp" claim timestamp check failed')
    }
    send(req, res, buckets.get(bucket)?.files.get(key))
  })

  storage.use((req, res, next) => {
    const authorised =
      req.get('authorization') === `Bearer ${serviceRoleKey}` && req.get('apikey') === serviceRoleKey
    if (authorised) return next()
    refuse(res, '403', 'Unauthorized', 'Invalid Compact JWS')
  })

  storage.post('/bucket', express.json(), (req, res) => {
    const { id, public: isPublic } = req.body as { id: string; public: boolean }
    if (buckets.has(id)) return refuse(res, '409', 'Duplicate', 'The resource already exists')
    buckets.set(id, { public: isPublic, files: new Map() })
    res.json({ name: id })
  })
  storage.get('/bucket/:id', (req, res) => {
    const bucket = buckets.get(req.params.id)
    if (!bucket) return refuse(res, '404', 'Bucket not found', 'Bucket not found')
    res.json({ id: req.params.id, name: req.params.id, public: bucket.public })
  })

  storage.post('/object/sign/:bucket/*', express.json(), (req, res) => {
    const { bucket = '', 0: key = '' } = req.params as Record<string, string>
    if (!buckets.get(bucket)?.files.has(key)) return notFound(res)
    const { expiresIn } = req.body as { expiresIn: number }
    const token = makeToken(secret, { url: `${bucket}/${key}`, exp: nowSeconds() + expiresIn })
    res.json({ signedURL: `/object/sign/${bucket}/${key}?token=${token}` })
  })

  storage.post('/object/list/:bucket', express.json(), (req, res) => {
    const files = buckets.get(req.params.bucket)?.files ?? new Map<string, StoredFile>()
    const { prefix, limit, offset } = req.body as { prefix: string; limit: number; offset: number }
    const folder = prefix && !prefix.endsWith('/') ? `${prefix}/` : prefix
    const names = [...files.keys()]
      .filter((key) => key.startsWith(folder))
      .map((key) => key.slice(folder.length))
    const entries = [...new Set(names.map((name) => name.split('/')[0] ?? name))].sort()
    res.json(
      entries
        .slice(offset, offset + limit)
        .map((name) => ({ name, id: names.includes(name) ? randomUUID() : null })),
    )
  })

  storage.post('/object/:bucket/*', async (req, res) => {
    const { bucket = '', 0: key = '' } = req.params as Record<string, string>
    const files = buckets.get(bucket)?.files
    if (!files) return refuse(res, '404', 'Bucket not found', 'Bucket not found')
    const path = join(folder, randomUUID())
    const hash = createHash('md5')
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk)
        done(null, chunk)
      },
    })
    const arrived = await pipeline(req, measure, createWriteStream(path)).then(
      () => true,
      () => false,
    )
    if (!arrived) return
    const { size } = await stat(path)
    if (size > (options.maxBytes ?? Infinity)) {
      return refuse(res, '413', 'Payload too large', 'The object exceeded the maximum allowed size')
    }
    // The real service, too, notices a duplicate only after it has taken the body.
    if (files.has(key) && req.get('x-upsert') !== 'true') {
      return refuse(res, '409', 'Duplicate', 'The resource already exists')
    }
    const file = {
      id: randomUUID(),
      path,
      size,
      contentType: req.get('content-type') ?? 'application/octet-stream',
      cacheControl: req.get('cache-control') ?? 'no-cache',
      etag: `"${hash.digest('hex')}"`,
      createdAt: new Date().toISOString(),
    }
    files.set(key, file)
    res.json({ Id: file.id, Key: `${bucket}/${key}` })
  })

  storage.get('/object/info/:bucket/*', (req, res) => {
    const { bucket = '', 0: key = '' } = req.params as Record<string, string>
    const file = buckets.get(bucket)?.files.get(key)
    if (!file) return notFound(res)
    res.json({
      id: file.id,
      name: key,
      version: file.id,
      bucket_id: bucket,
      size: file.size,
      content_type: file.contentType,
      cache_control: file.cacheControl,
      etag: file.etag,
      metadata: {},
      last_modified: file.createdAt,
      created_at: file.createdAt,
    })
  })

  storage.get('/object/:bucket/*', (req, res) => {
    const { bucket = '', 0: key = '' } = req.params as Record<string, string>
    send(req, res, buckets.get(bucket)?.files.get(key))
  })

  storage.delete('/object/:bucket', express.json(), (req, res) => {
    const files = buckets.get(req.params.bucket)?.files
    const { prefixes } = req.body as { prefixes: string[] }
    res.json(prefixes.filter((key) => files?.delete(key)).map((name) => ({ name })))
  })

  function send(req: Request, res: Response, file: StoredFile | undefined): void {
    if (!file) return notFound(res)
    res.set({ 'content-type': file.contentType, 'cache-control': file.cacheControl, etag: file.etag })
    res.set('accept-ranges', 'bytes')
    const range = req.range(file.size)
    if (range === -1) return refuse(res, '416', 'InvalidRange', 'The requested range is not satisfiable')
    const part = (Array.isArray(range) ? range[0] : undefined) ?? { start: 0, end: file.size - 1 }
    if (Array.isArray(range)) {
      res.status(206).set('content-range', `bytes ${part.start}-${part.end}/${file.size}`)
    }
    res.set('content-length', String(part.end - part.start + 1))
    const cutAfter: unknown = res.locals.cutAfter
    if (typeof cutAfter !== 'number') return void createReadStream(file.path, part).pipe(res)
    res.write(Buffer.alloc(cutAfter), () => setTimeout(() => req.socket.destroy(), 20))
  }

  const server = createServer(app)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serviceRoleKey,
    requests,
    fail(pattern, fault, times = 1) {
      faults.push({ pattern, fault, left: times })
    },
    advance(seconds) {
      skewSeconds += seconds
    },
    async close() {
      server.closeAllConnections()
      await new Promise<void>((closed) => server.close(() => closed()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Claims {
  url: string
  exp: number
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const sign = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('base64url')

function makeToken(secret: string, claims: Claims): string {
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${text}.${sign(secret, text)}`
}

function readToken(secret: string, token: string): Claims | null {
  const [header = '', body = '', signature = ''] = token.split('.')
  const expected = Buffer.from(sign(secret, `${header}.${body}`))
  const given = Buffer.from(signature)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims
}
