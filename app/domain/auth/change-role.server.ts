import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { assertAdmin, type Actor, type Role } from './actor'
import { lockAdmins } from './lock-admins.server'

/**
 * Gives a member of the actor's project another role, from their next request on.
 * @throws NOT_FOUND for anybody outside the project, CONFLICT for the last admin.
 */
export async function changeRole(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  input: { userId: string; role: Role },
): Promise<{ name: string }> {
  assertAdmin(actor)
  return ctx.db.prisma.$transaction(async (tx) => {
    const admins = await lockAdmins(tx, actor)
    const member = await tx.membership.findUnique({
      where: { projectId_userId: { projectId: actor.projectId, userId: input.userId } },
      select: { user: { select: { name: true } } },
    })
    if (!member) throw new AppError('NOT_FOUND', 'There is no such person in this project.')
    if (input.role !== 'admin' && admins.length === 1 && admins[0] === input.userId) {
      throw new AppError('CONFLICT', 'The last admin stays one.', { hint: 'Make somebody else admin first.' })
    }
    await tx.user.update({ where: { id: input.userId }, data: { role: input.role } })
    return member.user
  })
}
