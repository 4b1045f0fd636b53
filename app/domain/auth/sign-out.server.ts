import type { Auth } from './create-auth.server'

/** Ends the session behind the cookies. Answers the cookies that clear it in the browser. */
export async function signOut(
  ctx: { auth: Auth },
  cookieHeader: string | null,
): Promise<{ cookies: string[] }> {
  const { headers } = await ctx.auth.api.signOut({
    headers: new Headers(cookieHeader ? { cookie: cookieHeader } : {}),
    returnHeaders: true,
  })
  return { cookies: headers.getSetCookie() }
}
