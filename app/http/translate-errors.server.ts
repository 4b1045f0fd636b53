import type { ActionFunction, LoaderFunction, LoaderFunctionArgs, ServerBuild } from '@remix-run/node'
import { problemResponse } from './problem.server'

/**
 * The one place where errors of loaders and actions become HTTP: routes just let them fly. A resource route answers
 * with problem details; a page shows its nearest ErrorBoundary, which finds the same problem in `useRouteError()`.
 * Without this Remix would hide the message of every AppError behind "Unexpected Server Error".
 */
export function translateErrors(build: ServerBuild): ServerBuild {
  const routes = Object.entries(build.routes).map(([id, route]) => {
    if (!route) return [id, route]
    const { loader, action } = route.module
    const module = {
      ...route.module,
      loader: loader && translated(loader),
      action: action && translated(action),
    }
    return [id, { ...route, module }]
  })
  return { ...build, routes: Object.fromEntries(routes) }
}

function translated<F extends LoaderFunction | ActionFunction>(handler: F): F {
  const wrapped = async (args: LoaderFunctionArgs) => {
    try {
      return await handler(args)
    } catch (error) {
      // The visitor left; Remix knows what to do with that.
      if (args.request.signal.aborted) throw error
      throw isThrownData(error) ? error : problemResponse(error, args.context)
    }
  }
  return wrapped as F
}

/** `throw data(...)` is an answer, not a failure. */
function isThrownData(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'type' in error && error.type === 'DataWithResponseInit'
  )
}
