import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import type { AppContext } from '~/platform/context.server'
import type { Db } from '~/platform/db/connect.server'
import { AppError } from '~/platform/errors'
import type { Role } from './actor'
import { createCredentialUser } from './create-credential-user.server'
import { hashLinkToken } from './link-token.server'
import { readInvitation } from './read-invitation.server'

/**
 * Turns an invitation into a member. The link works once: marking it used and making the person are one transaction.
 * Somebody who was removed and is invited again gets their account, and so their photos, back.
 * @throws LINK_EXPIRED, CONFLICT
 */
export async function acceptInvitation(
  ctx: Pick<AppContext, 'db' | 'now'>,
  input: { token: string; name: string; password: string },
): Promise<{ email: string }> {
  await readInvitation(ctx, input.token)
  const passwordHash = await hashPassword(input.password)
  const tokenHash = hashLinkToken(input.token)
  return ctx.db.prisma.$transaction(async (tx) => {
    const now = ctx.now()
    const used = await tx.invitation.updateMany({
      where: { tokenHash, acceptedAt: null, expiresAt: { gt: now } },
      data: { acceptedAt: now },
    })
    if (used.count === 0) throw new AppError('LINK_EXPIRED', 'This invitation is no longer valid.')
    const { email, role, projectId } = await tx.invitation.findUniqueOrThrow({ where: { tokenHash } })
    const member = { name: input.name, email, role, passwordHash, projectId }
    const known = await tx.user.findUnique({
      where: { email },
      select: { id: true, _count: { select: { memberships: true } } },
    })
    if (!known) await createCredentialUser(tx, member)
    else if (known._count.memberships === 0) await restoreUser(tx, known.id, member)
    else
      throw new AppError('CONFLICT', `${email} already has an account.`, { hint: 'Sign in with it instead.' })
    return { email }
  })
}

async function restoreUser(
  tx: Db,
  userId: string,
  member: { name: string; role: Role; passwordHash: string; projectId: string },
): Promise<void> {
  await tx.account.deleteMany({ where: { userId, providerId: 'credential' } })
  await tx.user.update({
    where: { id: userId },
    data: {
      name: member.name,
      role: member.role,
      accounts: {
        create: {
          id: randomUUID(),
          accountId: userId,
          providerId: 'credential',
          password: member.passwordHash,
        },
      },
      memberships: { create: { projectId: member.projectId } },
    },
  })
}
