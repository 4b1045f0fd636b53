import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import type { AppContext } from '~/platform/context.server'

export type Auth = ReturnType<typeof createAuth>

/**
 * better-auth over our own tables. Only its server API is called (sign in, sign out, read a session): its HTTP handler
 * is not mounted, so sign-up, account linking and e-mail change have no address at all.
 */
export function createAuth(ctx: Pick<AppContext, 'env' | 'db'>) {
  const baseURL = ctx.env.PUBLIC_URL ?? `http://${ctx.env.HOST}:${ctx.env.PORT}`
  const secure = baseURL.startsWith('https:')
  return betterAuth({
    baseURL,
    secret: ctx.env.AUTH_SECRET,
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Limits are ours (app/http/rate-limits.server.ts): they also cover set-up, invitations and password links.
    rateLimit: { enabled: false },
    // No transaction: a session is one insert, and the adapter would hold a second connection on PGlite.
    database: prismaAdapter(ctx.db.prisma, { provider: 'postgresql', transaction: false }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 200 },
    session: { expiresIn: 30 * 24 * 3600, updateAge: 24 * 3600 },
    advanced: {
      cookiePrefix: 'recto',
      useSecureCookies: secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
      ipAddress: { ipAddressHeaders: ['x-recto-client'] },
    },
  })
}
