import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { assertAdmin, type Actor } from '../auth/actor'
import { flagCatalog, type FlagKey, type FlagState } from './catalog'

/** Sets how far a flag is rolled out. @throws CONFLICT while the environment holds it. */
export async function setRollout(
  ctx: Pick<AppContext, 'db' | 'env'>,
  actor: Actor,
  input: { key: FlagKey; state: FlagState; percent: number },
): Promise<void> {
  assertAdmin(actor)
  assertUnlocked(ctx, input.key)
  const { key, ...rollout } = input
  await ctx.db.prisma.flag.upsert({ where: { key }, create: { key, ...rollout }, update: rollout })
}

/**
 * Puts one member of the actor's project inside or outside a flag whatever its state, or with null takes that back.
 * @throws NOT_FOUND, CONFLICT
 */
export async function setOverride(
  ctx: Pick<AppContext, 'db' | 'env'>,
  actor: Actor,
  input: { key: FlagKey; userId: string; enabled: boolean | null },
): Promise<void> {
  assertAdmin(actor)
  assertUnlocked(ctx, input.key)
  const { key, userId, enabled } = input
  const member = await ctx.db.prisma.membership.findUnique({
    where: { projectId_userId: { projectId: actor.projectId, userId } },
    select: { userId: true },
  })
  if (!member) throw new AppError('NOT_FOUND', 'There is no such person in this project.')
  if (enabled === null) {
    await ctx.db.prisma.flagOverride.deleteMany({ where: { flagKey: key, userId } })
    return
  }
  // An override needs its flag's row, which is not there before the first change.
  await ctx.db.prisma.flag.upsert({
    where: { key },
    create: { key, ...flagCatalog[key].initial },
    update: {},
  })
  await ctx.db.prisma.flagOverride.upsert({
    where: { flagKey_userId: { flagKey: key, userId } },
    create: { flagKey: key, userId, enabled },
    update: { enabled },
  })
}

function assertUnlocked(ctx: Pick<AppContext, 'env'>, key: FlagKey): void {
  const { env } = flagCatalog[key]
  if (!ctx.env[env]) return
  throw new AppError('CONFLICT', `This flag is held by ${env}=${ctx.env[env]}.`, {
    hint: 'Unset the variable and restart the web process to change it here.',
  })
}
