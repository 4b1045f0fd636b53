import { assertAdmin, type Actor } from '~/domain/auth/actor'
import { setRollout } from '~/domain/flags/update-flag.server'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { updateApproved } from './embedding.queries.server'
import { readModelChange } from './read-model-change.server'

type Context = Pick<AppContext, 'db' | 'env' | 'clip' | 'clipNext'>

/**
 * Confirms the next model and lets staff or everybody search with it. What the admin saw comes along: another model in
 * its place, or more photos that it has not read, is a conflict and changes nothing.
 * @throws PERMISSION_DENIED, CONFLICT
 */
export async function switchToNextModel(
  ctx: Context,
  actor: Actor,
  seen: { model: string; missing: number; reach: 'internal' | 'on' },
): Promise<void> {
  assertAdmin(actor)
  const { next, coverage } = await readModelChange(ctx, actor)
  if (next !== seen.model || !coverage)
    throw new AppError('CONFLICT', 'The next model is not the one that was compared.', {
      hint: 'Load the page again and look at the comparison.',
    })
  if (coverage.photos - coverage.next > seen.missing)
    throw new AppError('CONFLICT', 'More photos wait for the next model than were shown.', {
      hint: 'Load the page again, or wait until its job is done.',
    })
  // The flag first: while the environment holds it, nothing is confirmed either.
  await setRollout(ctx, actor, { key: 'next-model', state: seen.reach, percent: 0 })
  await updateApproved(ctx.db.pool, seen.model)
}

/** Everybody searches with the current model again, from their next search on; its vectors were never touched. */
export async function switchBack(ctx: Context, actor: Actor): Promise<void> {
  await setRollout(ctx, actor, { key: 'next-model', state: 'off', percent: 0 })
}
