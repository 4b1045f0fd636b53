import type { AppContext } from '~/platform/context.server'
import type { Env } from '~/platform/env.server'
import { flagCatalog, type FlagKey, type FlagState } from './catalog'

export interface Rollout {
  state: FlagState
  percent: number
  source: 'environment' | 'database' | 'initial'
  /** The asked-for person's own override, if there is one. */
  override: boolean | null
}

/** How far a flag is rolled out now, by the environment, the database or the catalog, in this order. */
export async function readRollout(
  ctx: Pick<AppContext, 'db' | 'env'>,
  key: FlagKey,
  userId?: string,
): Promise<Rollout> {
  const fixed = readEnvironment(ctx.env, key)
  if (fixed) return { ...fixed, source: 'environment', override: null }
  const flag = await ctx.db.prisma.flag.findUnique({
    where: { key },
    select: {
      state: true,
      percent: true,
      overrides: userId ? { where: { userId }, select: { enabled: true } } : false,
    },
  })
  if (!flag) return { ...flagCatalog[key].initial, source: 'initial', override: null }
  return {
    state: flag.state,
    percent: flag.percent,
    source: 'database',
    override: flag.overrides?.[0]?.enabled ?? null,
  }
}

/** `FEATURE_…=off|internal|25%|on`, already checked when the process started. */
function readEnvironment(env: Env, key: FlagKey): { state: FlagState; percent: number } | null {
  const value = env[flagCatalog[key].env]
  if (!value) return null
  if (value === 'off' || value === 'internal' || value === 'on') return { state: value, percent: 0 }
  return { state: 'percent', percent: Number.parseInt(value, 10) }
}
