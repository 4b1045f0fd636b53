import { hashPassword, verifyPassword } from 'better-auth/crypto'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import type { Actor } from './actor'

/**
 * Sets a new password for somebody who knows the old one, and ends every session of theirs; the edge opens a new one.
 * @throws WRONG_CREDENTIALS
 */
export async function changePassword(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  input: { currentPassword: string; newPassword: string },
): Promise<void> {
  const account = await ctx.db.prisma.account.findFirst({
    where: { userId: actor.userId, providerId: 'credential' },
    select: { id: true, password: true },
  })
  const known =
    account?.password && (await verifyPassword({ hash: account.password, password: input.currentPassword }))
  if (!account || !known) {
    throw new AppError('WRONG_CREDENTIALS', 'The current password is not right.', {
      hint: 'Nothing was changed. If you forgot it, ask an admin for a password link.',
      details: { fields: { currentPassword: 'This is not your current password.' } },
    })
  }
  const password = await hashPassword(input.newPassword)
  await ctx.db.prisma.$transaction([
    ctx.db.prisma.account.update({ where: { id: account.id }, data: { password } }),
    ctx.db.prisma.session.deleteMany({ where: { userId: actor.userId } }),
  ])
}
