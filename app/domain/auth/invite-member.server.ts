import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { assertAdmin, type Actor, type Role } from './actor'
import { createLinkToken } from './link-token.server'

const INVITATION_DAYS = 7

/**
 * Invites somebody to the actor's project. There is no mail server: the answer holds the link's token, once, for the
 * admin to pass on. An earlier open invitation for the same address is replaced.
 * @throws CONFLICT when the address already belongs to somebody.
 */
export async function inviteMember(
  ctx: Pick<AppContext, 'db' | 'now'>,
  actor: Actor,
  input: { email: string; role: Role },
): Promise<{ token: string; expiresAt: Date }> {
  assertAdmin(actor)
  const member = await ctx.db.prisma.user.findFirst({
    where: { email: input.email, memberships: { some: {} } },
    select: { id: true },
  })
  if (member) {
    throw new AppError('CONFLICT', `${input.email} already has an account.`, {
      hint: 'Change their role in the list instead, or make them a new password link.',
    })
  }
  const { token, tokenHash } = createLinkToken()
  const expiresAt = new Date(ctx.now().getTime() + INVITATION_DAYS * 24 * 3600 * 1000)
  await ctx.db.prisma.$transaction([
    ctx.db.prisma.invitation.deleteMany({
      where: { projectId: actor.projectId, email: input.email, acceptedAt: null },
    }),
    ctx.db.prisma.invitation.create({ data: { ...input, projectId: actor.projectId, tokenHash, expiresAt } }),
  ])
  return { token, expiresAt }
}
