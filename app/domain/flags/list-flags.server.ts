import type { AppContext } from '~/platform/context.server'
import { assertAdmin, type Actor } from '../auth/actor'
import { flagCatalog, flagKeys, type FlagKey } from './catalog'
import { selectCohortFigures, selectUseBuckets, type CohortFigures } from './cohort-figures.queries.server'
import { readRollout, type Rollout } from './read-rollout.server'

export type Period = '24h' | '7d'
const periods: Record<Period, { hours: number; bins: number }> = {
  '24h': { hours: 24, bins: 24 },
  '7d': { hours: 7 * 24, bins: 28 },
}

export interface FlagOverview {
  key: FlagKey
  title: string
  description: string
  /** The environment variable that locks the flag when it is set. */
  env: string
  rollout: Omit<Rollout, 'override'>
  overrides: { userId: string; name: string; email: string; enabled: boolean }[]
  figures: { inside: CohortFigures; outside: CohortFigures }
  /** Uses in equal slices of the period, oldest first. */
  timeline: { at: Date; inside: number; outside: number; errors: number }[]
}

/** Every flag with its state, the people with an override, and the figures of both cohorts. */
export async function listFlags(
  ctx: Pick<AppContext, 'db' | 'env' | 'now'>,
  actor: Actor,
  period: Period,
): Promise<{ flags: FlagOverview[]; people: { userId: string; name: string; email: string }[] }> {
  assertAdmin(actor)
  const [flags, members] = await Promise.all([
    Promise.all(flagKeys.map((key) => readFlag(ctx, actor, key, period))),
    ctx.db.prisma.membership.findMany({
      where: { projectId: actor.projectId },
      orderBy: { user: { name: 'asc' } },
      select: { user: { select: { id: true, name: true, email: true } } },
    }),
  ])
  return {
    flags,
    people: members.map(({ user }) => ({ userId: user.id, name: user.name, email: user.email })),
  }
}

async function readFlag(
  ctx: Pick<AppContext, 'db' | 'env' | 'now'>,
  actor: Actor,
  key: FlagKey,
  period: Period,
): Promise<FlagOverview> {
  const until = ctx.now()
  const { hours, bins } = periods[period]
  const since = new Date(until.getTime() - hours * 3600 * 1000)
  const [{ state, percent, source }, overrides, figures, buckets] = await Promise.all([
    readRollout(ctx, key),
    ctx.db.prisma.flagOverride.findMany({
      where: { flagKey: key, user: { memberships: { some: { projectId: actor.projectId } } } },
      orderBy: { user: { name: 'asc' } },
      select: { userId: true, enabled: true, user: { select: { name: true, email: true } } },
    }),
    selectCohortFigures(ctx.db.prisma, key, since),
    selectUseBuckets(ctx.db.prisma, key, { since, until, bins }),
  ])
  const width = (until.getTime() - since.getTime()) / bins
  const timeline = Array.from({ length: bins }, (_, index) => {
    const at = new Date(since.getTime() + index * width)
    // The database's clock has microseconds, ours milliseconds: compare by slice, not by instant.
    const own = buckets.filter(
      (bucket) => Math.round((bucket.at.getTime() - since.getTime()) / width) === index,
    )
    const sum = (inside: boolean) =>
      own.filter((bucket) => bucket.inside === inside).reduce((n, { uses }) => n + uses, 0)
    return {
      at,
      inside: sum(true),
      outside: sum(false),
      errors: own.reduce((n, { errors }) => n + errors, 0),
    }
  })
  const { title, description, env } = flagCatalog[key]
  return {
    key,
    title,
    description,
    env,
    rollout: { state, percent, source },
    overrides: overrides.map(({ userId, enabled, user }) => ({ userId, enabled, ...user })),
    figures,
    timeline,
  }
}
