import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { assertAdmin, type Actor } from './actor'

/** Withdraws an invitation of the actor's project: its link stops working at once. */
export async function revokeInvitation(ctx: Pick<AppContext, 'db'>, actor: Actor, id: string): Promise<void> {
  assertAdmin(actor)
  const revoked = await ctx.db.prisma.invitation.deleteMany({
    where: { id, projectId: actor.projectId, acceptedAt: null },
  })
  if (revoked.count === 0) throw new AppError('NOT_FOUND', 'This invitation was used or withdrawn meanwhile.')
}
