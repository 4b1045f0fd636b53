import { isEnabled } from '~/domain/flags/is-enabled.server'
import type { Actor } from '~/domain/auth/actor'
import type { ClipClient } from '~/platform/clip/clip-client'
import type { AppContext } from '~/platform/context.server'
import { isAppError } from '~/platform/errors'
import { selectApproved } from './embedding.queries.server'

/**
 * The service whose model this person searches with: the next one where an admin confirmed its model and the flag
 * `next-model` is on for them, else the current one. One service for the whole of a search, so its vectors and the rows
 * they meet are of one model. While the next one is down its people are served by the current one, whose vectors stay.
 */
export async function chooseClip(
  ctx: Pick<AppContext, 'db' | 'env' | 'clip' | 'clipNext'>,
  actor: Actor,
): Promise<ClipClient> {
  const next = ctx.clipNext
  if (!next || !(await isEnabled(ctx, actor, 'next-model'))) return ctx.clip
  try {
    return (await selectApproved(ctx.db.pool, (await next.model()).id)) ? next : ctx.clip
  } catch (error) {
    if (isAppError(error) && error.code === 'ML_SERVICE_DOWN') return ctx.clip
    throw error
  }
}
