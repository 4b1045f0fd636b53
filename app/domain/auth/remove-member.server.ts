import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { assertAdmin, type Actor } from './actor'
import { lockAdmins } from './lock-admins.server'

/**
 * Takes a person out of the actor's project and ends their sessions. Their photos stay, and so does the account row:
 * a later invitation gives both back.
 * @throws NOT_FOUND for anybody outside the project, CONFLICT for oneself (so one admin always remains).
 */
export async function removeMember(ctx: Pick<AppContext, 'db'>, actor: Actor, userId: string): Promise<void> {
  assertAdmin(actor)
  if (userId === actor.userId) {
    throw new AppError('CONFLICT', 'You cannot remove yourself.', { hint: 'Another admin can do it.' })
  }
  await ctx.db.prisma.$transaction(async (tx) => {
    await lockAdmins(tx, actor)
    const removed = await tx.membership.deleteMany({ where: { projectId: actor.projectId, userId } })
    if (removed.count === 0) throw new AppError('NOT_FOUND', 'There is no such person in this project.')
    await tx.session.deleteMany({ where: { userId } })
  })
}
