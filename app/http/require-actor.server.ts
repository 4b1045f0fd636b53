import { redirect, type AppLoadContext } from '@remix-run/node'
import { resolveActor, type SignedInUser } from '~/domain/auth/resolve-actor.server'
import type { Actor, Role } from '~/domain/auth/actor'
import { AppError } from '~/platform/errors'
import { problemResponse } from './problem.server'

export interface Session {
  actor: Actor
  user: SignedInUser
}

// One look-up per request: parallel loaders share it. Keyed by the load context, which Remix makes per request.
const resolved = new WeakMap<AppLoadContext, Promise<Session | null>>()

/** Who sends this request, or null when nobody is signed in. */
export function readSession(request: Request, context: AppLoadContext): Promise<Session | null> {
  const known = resolved.get(context)
  if (known) return known
  const session = resolveActor(context, request.headers.get('cookie'), context.setCookie)
  resolved.set(context, session)
  return session
}

/**
 * The person behind the request and the project they work in.
 * @throws a redirect to /sign-in for pages, a 401 problem (SIGN_IN_REQUIRED) for everything else, so that an upload
 * whose session ended keeps its queue.
 */
export async function requireActor(request: Request, context: AppLoadContext): Promise<Actor> {
  return (await requireSession(request, context)).actor
}

/** As {@link requireActor}, with the name and e-mail address. */
export async function requireSession(request: Request, context: AppLoadContext): Promise<Session> {
  const session = await readSession(request, context)
  if (session) return session
  if (!context.isPageRequest) {
    throw problemResponse(
      new AppError('SIGN_IN_REQUIRED', 'You are not signed in, or your session has ended.'),
      context,
    )
  }
  throw redirect(`/sign-in?${new URLSearchParams({ next: returnPath(request, context) })}`)
}

/** Admins and staff. Everybody else gets PERMISSION_DENIED. */
export function requireStaff(request: Request, context: AppLoadContext): Promise<Actor> {
  return requireRole(request, context, ['admin', 'staff'])
}

/** Admins only. Everybody else gets PERMISSION_DENIED. */
export function requireAdmin(request: Request, context: AppLoadContext): Promise<Actor> {
  return requireRole(request, context, ['admin'])
}

async function requireRole(request: Request, context: AppLoadContext, roles: Role[]): Promise<Actor> {
  const actor = await requireActor(request, context)
  if (roles.includes(actor.role)) return actor
  throw problemResponse(
    new AppError('PERMISSION_DENIED', `This needs the role ${roles.join(' or ')}.`),
    context,
  )
}

/** Where to go after signing in: this page, or for a form or a fetcher the page it stood on. */
function returnPath(request: Request, context: AppLoadContext): string {
  const url = new URL(request.url)
  if (request.method === 'GET' && !context.isFetcherRequest) return url.pathname + url.search
  const referer = request.headers.get('referer')
  if (!referer || !URL.canParse(referer)) return '/library'
  const from = new URL(referer)
  return from.host === url.host ? from.pathname + from.search : '/library'
}
