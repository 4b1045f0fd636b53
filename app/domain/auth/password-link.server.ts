import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { assertAdmin, type Actor } from './actor'
import { createLinkToken, hashLinkToken } from './link-token.server'

const LINK_HOURS = 24
const identifierOf = (tokenHash: string) => `password-link:${tokenHash}`

/** A link with which a member of the actor's project sets a new password. A newer link replaces an older one. */
export async function createPasswordLink(
  ctx: Pick<AppContext, 'db' | 'now'>,
  actor: Actor,
  userId: string,
): Promise<{ token: string; expiresAt: Date }> {
  assertAdmin(actor)
  const member = await ctx.db.prisma.membership.findUnique({
    where: { projectId_userId: { projectId: actor.projectId, userId } },
    select: { userId: true },
  })
  if (!member) throw new AppError('NOT_FOUND', 'There is no such person in this project.')
  const { token, tokenHash } = createLinkToken()
  const expiresAt = new Date(ctx.now().getTime() + LINK_HOURS * 3600 * 1000)
  await ctx.db.prisma.$transaction([
    ctx.db.prisma.verification.deleteMany({
      where: { value: userId, identifier: { startsWith: identifierOf('') } },
    }),
    ctx.db.prisma.verification.create({
      data: { id: randomUUID(), identifier: identifierOf(tokenHash), value: userId, expiresAt },
    }),
  ])
  return { token, expiresAt }
}

/** Whose password a link sets. @throws LINK_EXPIRED */
export async function readPasswordLink(
  ctx: Pick<AppContext, 'db' | 'now'>,
  token: string,
): Promise<{ email: string }> {
  const link = await ctx.db.prisma.verification.findFirst({
    where: { identifier: identifierOf(hashLinkToken(token)), expiresAt: { gt: ctx.now() } },
    select: { value: true },
  })
  const user =
    link && (await ctx.db.prisma.user.findUnique({ where: { id: link.value }, select: { email: true } }))
  if (!user) throw expired()
  return user
}

/** Sets the password and ends every session of the person: whoever knew the old one is out. @throws LINK_EXPIRED */
export async function setPasswordByLink(
  ctx: Pick<AppContext, 'db' | 'now'>,
  input: { token: string; password: string },
): Promise<{ email: string }> {
  const { email } = await readPasswordLink(ctx, input.token)
  const password = await hashPassword(input.password)
  const identifier = identifierOf(hashLinkToken(input.token))
  await ctx.db.prisma.$transaction(async (tx) => {
    const used = await tx.verification.deleteMany({ where: { identifier, expiresAt: { gt: ctx.now() } } })
    if (used.count === 0) throw expired()
    const { id: userId } = await tx.user.findUniqueOrThrow({ where: { email }, select: { id: true } })
    await tx.account.updateMany({ where: { userId, providerId: 'credential' }, data: { password } })
    await tx.session.deleteMany({ where: { userId } })
  })
  return { email }
}

function expired(): AppError {
  return new AppError('LINK_EXPIRED', 'This password link is no longer valid.')
}
