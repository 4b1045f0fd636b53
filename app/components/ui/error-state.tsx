import { isRouteErrorResponse } from '@remix-run/react'
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

export interface ShownProblem {
  status: number
  code: string
  title: string
  detail: string
  hint: string
  requestId?: string
  details?: { issues?: readonly { path: string; message: string }[] }
}

const fallback: ShownProblem = {
  status: 500,
  code: 'INTERNAL',
  title: 'This page could not be shown',
  detail: 'Something went wrong on our side.',
  hint: 'Reload the page. If it happens again, tell your admin what you did.',
}

/** What a route's error says, whatever was thrown: problem details, a bare status, or a bug in rendering. */
export function readProblem(error: unknown): ShownProblem {
  if (!isRouteErrorResponse(error)) return fallback
  const body: unknown = typeof error.data === 'string' ? parseJson(error.data) : error.data
  if (isProblem(body)) return body
  if (error.status === 404) {
    return {
      ...fallback,
      status: 404,
      code: 'NOT_FOUND',
      title: 'Page not found',
      detail: 'There is nothing at this address.',
      hint: 'It may have been deleted, or the link is incomplete.',
    }
  }
  return { ...fallback, status: error.status }
}

function isProblem(body: unknown): body is ShownProblem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body && 'hint' in body
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Says what happened, what was kept (`kept`) and what to do. For a route's ErrorBoundary: pass `useRouteError()`. */
export function ErrorState({ error, kept, actions }: { error: unknown; kept?: string; actions?: ReactNode }) {
  const problem = readProblem(error)
  return (
    <div role="alert" className="mx-auto flex max-w-lg flex-col items-center px-6 py-16 text-center">
      <div className="mb-5 flex size-14 items-center justify-center rounded-2xl bg-danger-soft text-danger-text">
        <CircleAlert aria-hidden className="size-6" />
      </div>
      <h1 className="text-lg font-semibold">{problem.detail}</h1>
      <p className="mt-2 text-pretty text-soft">
        {problem.hint}
        {kept ? ` ${kept}` : ''}
      </p>
      {problem.details?.issues ? (
        <ul aria-label="Details" className="mt-4 text-sm">
          {problem.details.issues.map(({ path, message }) => (
            <li key={path}>
              <strong className="font-medium">{path}</strong>: {message}
            </li>
          ))}
        </ul>
      ) : null}
      {actions ? <div className="mt-6 flex flex-wrap justify-center gap-2">{actions}</div> : null}
      <p className="mt-6 text-xs text-faint">
        {problem.code}
        {problem.requestId ? ` · request ${problem.requestId}` : ''}
      </p>
    </div>
  )
}
