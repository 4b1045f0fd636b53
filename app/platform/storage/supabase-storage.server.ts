import { AsyncLocalStorage } from 'node:async_hooks'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { createClient } from '@supabase/supabase-js'
import { circuitBreaker, ConsecutiveBreaker, handleWhen, isBrokenCircuitError } from 'cockatiel'
import pRetry from 'p-retry'
import WebSocket from 'ws'
import { AppError, isAppError } from '../errors'
import { assertKey } from './assert-key'
import { contentTypeOfKey } from './content-types'
import { sendStream } from './send-stream.server'
import type { FileBody, Storage, StoredObject } from './storage'

interface SupabaseStorageOptions {
  url: string
  serviceRoleKey: string
  bucket: string
  /** Until the answer's headers are there; an upload gets more by its size. */
  timeoutMs?: number
  /** Pause before a failed request is tried again; doubles each time. */
  retryDelayMs?: number
  /** How long a backend that failed five times running is left alone. */
  breakMs?: number
}

interface Call {
  signal: AbortSignal
  /** Bytes of a streamed body, where they are known. */
  size?: number
  response?: Response
}

interface StorageFailure {
  message: string
  status?: number
  statusCode?: string
}

/** supabase-js answers 400 for most things; the real status stands in the body, as `statusCode`. */
const statusOf = (error: StorageFailure) => Number(error.statusCode) || error.status || 0
const isMissing = (error: StorageFailure) => statusOf(error) === 404 || error.status === 404
const isDuplicate = (error: StorageFailure) =>
  statusOf(error) === 409 || error.message.includes('already exists')

function toStorageError(error: StorageFailure, key?: string): AppError {
  const status = statusOf(error)
  if (isMissing(error))
    return new AppError('NOT_FOUND', 'The file is not in storage.', { details: { key }, cause: error })
  if (status === 507) return new AppError('DISK_SPACE', 'Supabase Storage is full.', { cause: error })
  if (status === 413) {
    return new AppError('FILE_TOO_LARGE', 'Supabase Storage refuses a file of this size.', {
      hint: 'Raise the upload limit of the Supabase project, or make the file smaller.',
      cause: error,
    })
  }
  const why = status ? `${status}: ${error.message}` : error.message
  return new AppError('STORAGE_DOWN', `Supabase Storage does not work (${why}).`, { cause: error })
}

/** A private Supabase Storage bucket, made on first use. */
export function createSupabaseStorage(options: SupabaseStorageOptions): Storage {
  const { bucket, timeoutMs = 15_000, retryDelayMs = 250, breakMs = 10_000 } = options
  // The SDK takes neither a signal for most calls nor hands out response headers: both travel beside it.
  const calls = new AsyncLocalStorage<Call>()
  const client = createClient(options.url, options.serviceRoleKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    // why: supabase-js builds a realtime client at once, and Node 20 has no WebSocket; nothing here connects it.
    realtime: { transport: WebSocket as never },
    global: {
      async fetch(input, init) {
        const call = calls.getStore()
        const body: unknown = init?.body
        if (body instanceof Readable) {
          const headers = new Headers(init?.headers)
          const url = new URL(input instanceof Request ? input.url : input)
          return sendStream(url, { method: 'POST', headers, body, signal: call?.signal, size: call?.size })
        }
        const response = await fetch(input, { ...init, signal: call?.signal ?? init?.signal })
        if (call) call.response = response
        return response
      },
    },
  })
  const files = () => client.storage.from(bucket)
  const isDown = (error: Error) => isAppError(error) && error.code === 'STORAGE_DOWN'
  const breaker = circuitBreaker(handleWhen(isDown), {
    halfOpenAfter: breakMs,
    breaker: new ConsecutiveBreaker(5),
  })

  /** One SDK call under a time limit, its failure translated. */
  async function attempt<T>(
    key: string | undefined,
    limitMs: number,
    run: (call: Call) => PromiseLike<{ data: T; error: null } | { data: unknown; error: StorageFailure }>,
  ): Promise<T> {
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(new Error(`no answer within ${limitMs} ms`)), limitMs)
    const call: Call = { signal: abort.signal }
    try {
      const result = await calls.run(call, async () => await run(call))
      if (result.error) throw toStorageError(result.error, key)
      return result.data as T
    } catch (error) {
      if (isAppError(error)) throw error
      const message = abort.signal.aborted ? `no answer within ${limitMs} ms` : (error as Error).message
      throw toStorageError({ message }, key)
    } finally {
      clearTimeout(timer)
    }
  }

  /** Retries what can be asked again; only an outage counts against the circuit. */
  async function reach<T>(run: () => Promise<T>, retries = 2): Promise<T> {
    try {
      return await breaker.execute(() =>
        pRetry(run, { retries, minTimeout: retryDelayMs, shouldRetry: ({ error }) => isDown(error) }),
      )
    } catch (error) {
      if (!isBrokenCircuitError(error)) throw error
      throw new AppError('STORAGE_DOWN', 'Supabase Storage has not answered lately.', { cause: error })
    }
  }

  let ready: Promise<void> | undefined
  /** Makes the private bucket once per process. A failure is forgotten, so that the next call tries again. */
  function withBucket(): Promise<void> {
    ready ??= reach(() =>
      attempt<unknown>(undefined, timeoutMs, async () => {
        const result = await client.storage.createBucket(bucket, { public: false })
        return result.error && isDuplicate(result.error) ? { data: null, error: null } : result
      }),
    ).then(
      () => {},
      (error: unknown) => {
        ready = undefined
        throw error
      },
    )
    return ready
  }

  return {
    async put(key, body, { contentType, size }) {
      assertKey(key)
      await withBucket()
      // A second per 128 KiB: below 1 Mbit/s an upload is as good as stuck.
      const limitMs = timeoutMs + ((size ?? (Buffer.isBuffer(body) ? body.length : 0)) / (128 * 1024)) * 1000
      const open = (): Readable | Buffer =>
        Buffer.isBuffer(body) || body instanceof Readable
          ? body
          : createReadStream((body satisfies FileBody).path)
      const upload = () =>
        attempt<unknown>(key, limitMs, async (call) => {
          call.size = size
          const source = open()
          const result = await files()
            .upload(key, source, { contentType, upsert: false, cacheControl: '31536000' })
            .finally(() => source instanceof Readable && source.destroy())
          return result.error && isDuplicate(result.error) ? { data: null, error: null } : result
        })
      // A stream that was read is gone, so it has one try.
      await reach(upload, body instanceof Readable ? 0 : 2)
    },

    async get(key, range) {
      assertKey(key)
      const span = range ? `bytes=${range.start}-${range.end ?? ''}` : undefined
      return reach(async () => {
        let call: Call | undefined
        const stream = await attempt<ReadableStream>(key, timeoutMs, (current) => {
          call = current
          const from = span ? files().setHeader('range', span) : files()
          return from.download(key).asStream()
        })
        const headers = call?.response?.headers ?? new Headers()
        const object = {
          size: wholeSize(headers),
          contentType: headers.get('content-type') ?? contentTypeOfKey(key),
          etag: headers.get('etag') ?? '',
        }
        return { body: Readable.fromWeb(stream as WebStream), object }
      })
    },

    async head(key) {
      assertKey(key)
      try {
        return await reach(async () => {
          const info = await attempt<{ size?: number; contentType?: string; etag?: string }>(
            key,
            timeoutMs,
            () => files().info(key),
          )
          return {
            size: info.size ?? 0,
            contentType: info.contentType ?? contentTypeOfKey(key),
            etag: info.etag ?? '',
          } satisfies StoredObject
        })
      } catch (error) {
        if (isAppError(error) && error.code === 'NOT_FOUND') return null
        throw error
      }
    },

    async signedUrl(key, ttlSeconds) {
      assertKey(key)
      const signed = await reach(() =>
        attempt<{ signedUrl: string }>(key, timeoutMs, () => files().createSignedUrl(key, ttlSeconds)),
      )
      return signed.signedUrl
    },

    async remove(keys) {
      keys.forEach(assertKey)
      for (let from = 0; from < keys.length; from += 1000) {
        await reach(() =>
          attempt<unknown>(undefined, timeoutMs, () => files().remove(keys.slice(from, from + 1000))),
        )
      }
    },

    async check() {
      await withBucket()
      await reach(() => attempt<unknown>(undefined, timeoutMs, () => client.storage.getBucket(bucket)), 0)
    },
  }
}

/** Of the whole file, also when only a part of it was answered. */
function wholeSize(headers: Headers): number {
  const total = headers.get('content-range')?.split('/')[1]
  return Number(total ?? headers.get('content-length') ?? 0)
}
