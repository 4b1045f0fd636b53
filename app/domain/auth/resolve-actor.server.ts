import type { AppContext } from '~/platform/context.server'
import type { Actor } from './actor'
import type { Auth } from './create-auth.server'

export interface SignedInUser {
  id: string
  name: string
  email: string
}

/**
 * From a Cookie header to a person in a project. Role and membership are read fresh each time: a demotion or removal
 * takes effect on the next request, not when the session ends.
 *
 * `setCookie` is called when better-auth extends the session.
 */
export async function resolveActor(
  ctx: { app: Pick<AppContext, 'db'>; auth: Auth },
  cookieHeader: string | null,
  setCookie: (header: string) => void,
): Promise<{ actor: Actor; user: SignedInUser } | null> {
  if (!cookieHeader) return null
  const { response: session, headers } = await ctx.auth.api.getSession({
    headers: new Headers({ cookie: cookieHeader }),
    returnHeaders: true,
  })
  for (const cookie of headers?.getSetCookie() ?? []) setCookie(cookie)
  if (!session) return null

  const member = await ctx.app.db.prisma.membership.findFirst({
    where: { userId: session.user.id },
    // The oldest membership is the home project; a person in several gets a switch with a later issue.
    orderBy: [{ createdAt: 'asc' }, { projectId: 'asc' }],
    select: { projectId: true, user: { select: { id: true, name: true, email: true, role: true } } },
  })
  if (!member) return null
  const { role, ...user } = member.user
  return { actor: { userId: user.id, role, projectId: member.projectId }, user }
}
