import type { AppContext } from '~/platform/context.server'
import type { FlagKey } from './catalog'

/**
 * Notes one use of a flagged feature for the figures of its cohort. Never rejects: the feature must not fail with its
 * own statistics, so it need not wait for this either (`void recordFlagUse(…)`).
 */
export async function recordFlagUse(
  ctx: Pick<AppContext, 'db' | 'log' | 'now'>,
  use: { flagKey: FlagKey; inside: boolean; durationMs: number; errorCode?: string | null },
): Promise<void> {
  const { flagKey, inside, durationMs, errorCode = null } = use
  try {
    await ctx.db.prisma.flagUse.create({
      data: { flagKey, inside, durationMs, errorCode, createdAt: ctx.now() },
    })
  } catch (error) {
    ctx.log.warn({ err: error, flagKey }, 'flag use not recorded')
  }
}
