import { APIError } from 'better-auth/api'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import type { Auth } from './create-auth.server'

/**
 * Checks the password and opens a session. Answers the cookies to set.
 * @throws WRONG_CREDENTIALS (the same for an unknown address and a wrong password), PERMISSION_DENIED for somebody who
 * was removed from every project.
 */
export async function signIn(
  ctx: { app: Pick<AppContext, 'db'>; auth: Auth },
  input: { email: string; password: string },
  client: { address: string; userAgent: string | null },
): Promise<{ cookies: string[] }> {
  const opened = await openSession(ctx.auth, input, client)
  const memberships = await ctx.app.db.prisma.membership.count({ where: { userId: opened.response.user.id } })
  if (memberships === 0) {
    await ctx.app.db.prisma.session.deleteMany({ where: { token: opened.response.token } })
    throw new AppError('PERMISSION_DENIED', 'This account belongs to no project any more.')
  }
  return { cookies: opened.headers.getSetCookie() }
}

async function openSession(
  auth: Auth,
  input: { email: string; password: string },
  client: { address: string; userAgent: string | null },
) {
  try {
    return await auth.api.signInEmail({
      body: input,
      headers: new Headers({ 'x-recto-client': client.address, 'user-agent': client.userAgent ?? '' }),
      returnHeaders: true,
    })
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) {
      throw new AppError('WRONG_CREDENTIALS', 'E-mail address and password do not match.', { cause: error })
    }
    throw error
  }
}
