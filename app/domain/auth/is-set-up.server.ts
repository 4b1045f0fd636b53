import type { Db } from '~/platform/db/connect.server'

/**
 * False until there is an admin: the first visitor becomes one. Other users do not count, because the command line
 * makes one of its own (docs/decisions/0005) and may have filled the library before anybody signed up.
 */
export async function isSetUp(ctx: { db: { prisma: Db } }): Promise<boolean> {
  return (await ctx.db.prisma.user.findFirst({ where: { role: 'admin' }, select: { id: true } })) !== null
}
