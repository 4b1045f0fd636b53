import type { AppContext } from '~/platform/context.server'
import { assertAdmin, type Actor, type Role } from './actor'

export interface Person {
  id: string
  name: string
  email: string
  role: Role
  joinedAt: Date
  lastSeenAt: Date | null
  photos: number
}

export interface OpenInvitation {
  id: string
  email: string
  role: Role
  expiresAt: Date
  expired: boolean
}

/** Members of the actor's project and invitations nobody has taken up yet. */
export async function listPeople(
  ctx: Pick<AppContext, 'db' | 'now'>,
  actor: Actor,
): Promise<{ people: Person[]; invitations: OpenInvitation[] }> {
  assertAdmin(actor)
  const { projectId } = actor
  const [members, invitations] = await Promise.all([
    ctx.db.prisma.membership.findMany({
      where: { projectId },
      orderBy: { createdAt: 'asc' },
      select: {
        createdAt: true,
        user: {
          select: {
            id: true,
            name: true,
            email: true,
            role: true,
            sessions: { orderBy: { updatedAt: 'desc' }, take: 1, select: { updatedAt: true } },
            _count: { select: { photos: { where: { projectId, deletedAt: null } } } },
          },
        },
      },
    }),
    ctx.db.prisma.invitation.findMany({
      where: { projectId, acceptedAt: null },
      orderBy: { createdAt: 'desc' },
      select: { id: true, email: true, role: true, expiresAt: true },
    }),
  ])
  return {
    people: members.map(({ createdAt, user: { sessions, _count, ...user } }) => ({
      ...user,
      joinedAt: createdAt,
      lastSeenAt: sessions[0]?.updatedAt ?? null,
      photos: _count.photos,
    })),
    invitations: invitations.map((invitation) => ({
      ...invitation,
      expired: invitation.expiresAt <= ctx.now(),
    })),
  }
}
