import { setTimeout as sleep } from 'node:timers/promises'
import {
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel'
import { z } from 'zod'
import type { Env } from '../env.server'
import { AppError, isAppError, type ErrorCode } from '../errors'

interface ClipRequest<T extends z.ZodType> {
  schema: T
  timeoutMs: number
  /** How long to wait altogether while the service's queue is full. */
  patienceMs: number
  signal?: AbortSignal
  /** Builds the body anew for each attempt; without it the request is a GET. */
  body?: () => string | FormData
}

export type RequestClip = <T extends z.ZodType>(path: string, options: ClipRequest<T>) => Promise<z.infer<T>>

const problem = z.object({ code: z.string(), title: z.string() })

/** The service's own refusals of one query, in our codes. Everything else that is not 200 means the service is no use. */
const REFUSALS: Record<string, ErrorCode> = {
  TEXT_EMPTY: 'BAD_REQUEST',
  TEXT_TOO_LONG: 'QUERY_TOO_LONG',
  BODY_TOO_LARGE: 'IMAGE_TOO_LARGE',
}

/**
 * One HTTP call to the embedding service: time limit, circuit breaker, `Retry-After` while its queue is full, one
 * more attempt when a kept-alive connection turns out dead. Embedding is a pure function, so asking twice is safe.
 */
export function createRequester(env: Pick<Env, 'CLIP_SERVICE_URL' | 'CLIP_API_TOKEN'>): RequestClip {
  const base = env.CLIP_SERVICE_URL.replace(/\/+$/, '')
  const breaker = circuitBreaker(
    handleWhen((error) => isAppError(error) && error.code === 'ML_SERVICE_DOWN'),
    {
      breaker: new ConsecutiveBreaker(3),
      // A restarted service is back in 2 to 10 s; a job that waits for it asks again every few seconds.
      halfOpenAfter: new ExponentialBackoff({ initialDelay: 1_000, maxDelay: 10_000 }),
    },
  )

  async function attempt(path: string, options: ClipRequest<z.ZodType>): Promise<Response> {
    const body = options.body?.()
    const signals = [AbortSignal.timeout(options.timeoutMs), ...(options.signal ? [options.signal] : [])]
    return fetch(base + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
        ...(env.CLIP_API_TOKEN ? { authorization: `Bearer ${env.CLIP_API_TOKEN}` } : {}),
      },
      body,
      signal: AbortSignal.any(signals),
      redirect: 'error',
    })
  }

  async function send(path: string, options: ClipRequest<z.ZodType>): Promise<unknown> {
    const deadline = Date.now() + options.patienceMs
    for (let resets = 0; ;) {
      let response: Response
      try {
        response = await attempt(path, options)
        if (response.ok) return options.schema.parse(await response.json())
      } catch (error) {
        // The caller gave up: that says nothing about the service.
        options.signal?.throwIfAborted()
        if (isConnectionReset(error) && resets++ === 0) continue
        throw down(describe(error, options.timeoutMs), error)
      }
      const waitMs = Math.max(250, Number(response.headers.get('retry-after') ?? 1) * 1000 || 1000)
      if (response.status === 429 && Date.now() + waitMs <= deadline) {
        await response.body?.cancel()
        // Spread, so that everyone who was turned away does not come back at the same moment.
        await sleep(waitMs * (1 + Math.random() * 0.25), undefined, { signal: options.signal })
        continue
      }
      throw await refusal(response)
    }
  }

  return async <T extends z.ZodType>(path: string, options: ClipRequest<T>) => {
    options.signal?.throwIfAborted()
    try {
      return (await breaker.execute(() => send(path, options))) as z.infer<T>
    } catch (error) {
      if (!isBrokenCircuitError(error)) throw error
      throw down(
        'The embedding service failed three times in a row; it is asked again in some seconds.',
        error,
      )
    }
  }
}

async function refusal(response: Response): Promise<AppError> {
  const parsed = problem.safeParse(await response.json().catch(() => undefined))
  const code = parsed.success ? REFUSALS[parsed.data.code] : undefined
  if (parsed.success && code) return new AppError(code, parsed.data.title)
  if (response.status === 401 || response.status === 403) {
    return down('The embedding service refuses the token in CLIP_API_TOKEN.')
  }
  if (response.status === 429) return down('The embedding service is busy: its queue stayed full.')
  const reason = parsed.success ? `: ${parsed.data.title}` : '.'
  return down(`The embedding service answered ${response.status}${reason}`)
}

function down(message: string, cause?: unknown): AppError {
  return new AppError('ML_SERVICE_DOWN', message, { cause })
}

function describe(error: unknown, timeoutMs: number): string {
  if (error instanceof z.ZodError)
    return 'The embedding service answered something that Recto does not understand.'
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return `The embedding service did not answer within ${timeoutMs / 1000} s.`
  }
  return 'The embedding service cannot be reached.'
}

/** A kept-alive connection that the service closed meanwhile (restart, idle limit). A refused one is not that. */
function isConnectionReset(error: unknown): boolean {
  const cause = error instanceof TypeError ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE'
}
