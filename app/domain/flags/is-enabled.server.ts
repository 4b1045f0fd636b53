import type { AppContext } from '~/platform/context.server'
import { seesWholeProject, type Actor } from '../auth/actor'
import type { FlagKey, FlagState } from './catalog'
import { bucketOf } from './bucket-of.server'
import { readRollout } from './read-rollout.server'

/**
 * Is the feature on for this person? The environment wins over everything (a switch to pull in an emergency must not
 * depend on the database's content), then the person's own override, then the flag's state.
 */
export async function isEnabled(
  ctx: Pick<AppContext, 'db' | 'env'>,
  actor: Actor,
  key: FlagKey,
): Promise<boolean> {
  const rollout = await readRollout(ctx, key, actor.userId)
  if (rollout.override !== null && rollout.source !== 'environment') return rollout.override
  return isInside(rollout, actor, key)
}

function isInside(rollout: { state: FlagState; percent: number }, actor: Actor, key: FlagKey): boolean {
  switch (rollout.state) {
    case 'off':
      return false
    case 'on':
      return true
    case 'internal':
      return seesWholeProject(actor)
    case 'percent':
      return bucketOf(actor.userId, key) < rollout.percent
  }
}
