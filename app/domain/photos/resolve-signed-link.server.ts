import type { AppContext } from '~/platform/context.server'
import { SIGNED_PATH, verifySignedPath } from '~/platform/storage/signed-path.server'

/**
 * The storage key that a signed link of the local driver gives access to, without a session; null for any other
 * address. With Supabase such links lead there, and none is honoured here.
 * @throws AppError PERMISSION_DENIED when it was tampered with or has expired
 */
export function resolveSignedLink(ctx: Pick<AppContext, 'env' | 'now'>, url: URL): string | null {
  if (ctx.env.SUPABASE_URL || !url.pathname.startsWith(SIGNED_PATH)) return null
  return verifySignedPath(ctx.env.AUTH_SECRET, url, ctx.now().getTime())
}
