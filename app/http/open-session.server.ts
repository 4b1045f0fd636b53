import type { AppLoadContext } from '@remix-run/node'
import { signIn } from '~/domain/auth/sign-in.server'

/**
 * Signs in with the limits of this edge and sets the session's cookies on the answer.
 * @throws RATE_LIMITED, and what {@link signIn} throws.
 */
export async function openSession(
  request: Request,
  context: AppLoadContext,
  input: { email: string; password: string },
): Promise<void> {
  await context.limits.signInByAddress.spend(context.clientAddress)
  await context.limits.signInByEmail.spend(input.email)
  const client = { address: context.clientAddress, userAgent: request.headers.get('user-agent') }
  const { cookies } = await signIn(context, input, client)
  await context.limits.signInByEmail.forgive(input.email)
  for (const cookie of cookies) context.setCookie(cookie)
}
