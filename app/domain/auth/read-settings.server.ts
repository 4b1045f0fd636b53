import type { AppContext } from '~/platform/context.server'
import type { Actor } from './actor'

export interface Settings {
  name: string
  email: string
  projectName: string
  /** Sessions that are open now, this one included. */
  sessions: number
}

/** What a person may look at and change about themselves and, as an admin, about the project. */
export async function readSettings(ctx: Pick<AppContext, 'db' | 'now'>, actor: Actor): Promise<Settings> {
  const [user, project, sessions] = await Promise.all([
    ctx.db.prisma.user.findUniqueOrThrow({
      where: { id: actor.userId },
      select: { name: true, email: true },
    }),
    ctx.db.prisma.project.findUniqueOrThrow({ where: { id: actor.projectId }, select: { name: true } }),
    ctx.db.prisma.session.count({ where: { userId: actor.userId, expiresAt: { gt: ctx.now() } } }),
  ])
  return { ...user, projectName: project.name, sessions }
}
