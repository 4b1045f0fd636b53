import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import type { Role } from './actor'
import { hashLinkToken } from './link-token.server'

/**
 * What an invitation link offers.
 * @throws LINK_EXPIRED for a used, withdrawn, old or invented one: the reasons look the same from outside.
 */
export async function readInvitation(
  ctx: Pick<AppContext, 'db' | 'now'>,
  token: string,
): Promise<{ email: string; role: Role; projectName: string }> {
  const invitation = await ctx.db.prisma.invitation.findFirst({
    where: { tokenHash: hashLinkToken(token), acceptedAt: null, expiresAt: { gt: ctx.now() } },
    select: { email: true, role: true, project: { select: { name: true } } },
  })
  if (!invitation) throw new AppError('LINK_EXPIRED', 'This invitation is no longer valid.')
  return { email: invitation.email, role: invitation.role, projectName: invitation.project.name }
}
