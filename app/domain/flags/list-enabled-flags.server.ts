import type { AppContext } from '~/platform/context.server'
import type { Actor } from '../auth/actor'
import { flagKeys, type FlagKey } from './catalog'
import { isEnabled } from './is-enabled.server'

/** The flags that are on for this person: what the browser needs to draw the right rail. */
export async function listEnabledFlags(
  ctx: Pick<AppContext, 'db' | 'env'>,
  actor: Actor,
): Promise<FlagKey[]> {
  const states = await Promise.all(
    flagKeys.map(async (key) => [key, await isEnabled(ctx, actor, key)] as const),
  )
  return states.filter(([, enabled]) => enabled).map(([key]) => key)
}
