import type { ErrorRequestHandler } from 'express'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { problemResponse } from './problem.server'

/** The last middleware: what failed outside any route (a missing asset, a foreign origin) as problem details. */
export function answerErrors(app: AppContext): ErrorRequestHandler {
  return async (error, _req, res, next) => {
    // Half an answer is out: only closing the connection tells the client that it is not complete.
    if (res.headersSent) return next(error)
    const answer = problemResponse(fromHttpError(error), { app, requestId: res.locals.requestId })
    res.status(answer.status)
    answer.headers.forEach((value, name) => res.setHeader(name, value))
    res.send(await answer.text())
  }
}

/** Express's own errors carry a status: a bad escape in a path, a file that is not there. */
function fromHttpError(error: unknown): unknown {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  if (status === 404) return new AppError('NOT_FOUND', 'There is no such file.')
  if (status === 400) return new AppError('BAD_REQUEST', 'The address or the request cannot be read.')
  return error
}
