import type { AppContext } from '~/platform/context.server'
import { assertAdmin, type Actor } from './actor'

export async function renameUser(ctx: Pick<AppContext, 'db'>, actor: Actor, name: string): Promise<void> {
  await ctx.db.prisma.user.update({ where: { id: actor.userId }, data: { name } })
}

export async function renameProject(ctx: Pick<AppContext, 'db'>, actor: Actor, name: string): Promise<void> {
  assertAdmin(actor)
  await ctx.db.prisma.project.update({ where: { id: actor.projectId }, data: { name } })
}
