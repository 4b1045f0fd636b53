import { data, type AppLoadContext } from '@remix-run/node'
import { isDatabaseAway } from '~/domain/jobs/persist.server'
import { AppError, isAppError, toAppError } from '~/platform/errors'

export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: string
  hint: string
  requestId: string
  details: Record<string, unknown>
}

/** What a form shows after its action failed: above it, or under each field in `fields`. */
export interface FormProblem {
  code: string
  detail: string
  hint: string
  fields?: Record<string, string>
}

type ProblemContext = Pick<AppLoadContext, 'requestId' | 'app'>

/**
 * RFC 9457 problem details for any thrown value, at the edge. An unknown error is logged here, once, and answered as
 * INTERNAL without its text; an AppError is expected and goes out as it is. A thrown Response (a redirect) is passed on.
 */
export function problemResponse(error: unknown, context: ProblemContext): Response {
  if (error instanceof Response) return error
  const known = knownError(error, context)
  const headers = new Headers({
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
  })
  const retryAfter = known.details.retryAfterSeconds
  if (typeof retryAfter === 'number') headers.set('retry-after', String(retryAfter))
  return new Response(JSON.stringify(describeProblem(known, context.requestId)), {
    status: known.status,
    headers,
  })
}

/** The same for a form's action: returned, not thrown, so the page keeps what was typed and shows the message. */
export function problemData(error: unknown, context: ProblemContext) {
  if (error instanceof Response) throw error
  const known = knownError(error, context)
  const problem: FormProblem = {
    code: known.code,
    // The hint of a bug speaks of the request id, and a form has no other place for it.
    detail: known.code === 'INTERNAL' ? `${known.message} Request ${context.requestId}.` : known.message,
    hint: known.hint,
    fields: known.details.fields as Record<string, string> | undefined,
  }
  return data({ problem }, { status: known.status })
}

function knownError(error: unknown, context: ProblemContext): AppError {
  if (!isAppError(error) && isDatabaseAway(error)) {
    context.app.log.warn({ err: error, requestId: context.requestId }, 'the database does not answer')
    return new AppError('DATABASE_UNAVAILABLE', 'The database does not answer.', { cause: error })
  }
  const known = toAppError(error)
  if (!isAppError(error))
    context.app.log.error({ err: error, requestId: context.requestId }, 'request failed')
  return known
}

export function describeProblem(error: AppError, requestId: string): Problem {
  return {
    type: `about:blank#${error.code}`,
    title: titleOf(error.code),
    status: error.status,
    detail: error.message,
    code: error.code,
    hint: error.hint,
    requestId,
    details: error.details,
  }
}

function titleOf(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
