import { assertStaff, type Actor } from '~/domain/auth/actor'
import { readRollout, type Rollout } from '~/domain/flags/read-rollout.server'
import type { ClipClient } from '~/platform/clip/clip-client'
import type { AppContext } from '~/platform/context.server'
import { isAppError } from '~/platform/errors'
import { selectApproved, selectCoverage, type Coverage } from './embedding.queries.server'

export interface ModelChange {
  /** Ids; null while the service does not answer. */
  current: string | null
  next: string | null
  /** `none`: no second service is set. `same`: both run one model. `waiting`: one of them does not answer. */
  state: 'none' | 'same' | 'waiting' | 'ready'
  /** Known when both answer with different models. */
  coverage: Coverage | null
  /** An admin confirmed the next model. */
  approved: boolean
  rollout: Omit<Rollout, 'override'>
}

/** Where the change from one model to the next stands. The same for every project: an install has one search model. */
export async function readModelChange(
  ctx: Pick<AppContext, 'db' | 'env' | 'clip' | 'clipNext'>,
  actor: Actor,
): Promise<ModelChange> {
  assertStaff(actor)
  const [current, next, { state, percent, source }] = await Promise.all([
    idOf(ctx.clip),
    ctx.clipNext && idOf(ctx.clipNext),
    readRollout(ctx, 'next-model'),
  ])
  const common = { current, next, rollout: { state, percent, source } }
  const nothing = { coverage: null, approved: false }
  if (!ctx.clipNext) return { ...common, ...nothing, state: 'none' }
  if (current === null || next === null) return { ...common, ...nothing, state: 'waiting' }
  if (current === next) return { ...common, ...nothing, state: 'same' }
  const [coverage, approved] = await Promise.all([
    selectCoverage(ctx.db.pool, current, next),
    selectApproved(ctx.db.pool, next),
  ])
  return { ...common, coverage, approved, state: 'ready' }
}

async function idOf(clip: ClipClient): Promise<string | null> {
  try {
    return (await clip.model()).id
  } catch (error) {
    if (isAppError(error) && error.code === 'ML_SERVICE_DOWN') return null
    throw error
  }
}
