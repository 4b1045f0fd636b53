import type { AppContext } from '~/platform/context.server'
import type { Prisma } from '~/platform/db/connect.server'
import type { Actor } from './actor'

/** Which project of an install the command line works in, and the first admin takes over. */
export const oldestFirst = [
  { createdAt: 'asc' },
  { id: 'asc' },
] satisfies Prisma.ProjectOrderByWithRelationInput[]

const USER = { id: 'command-line', name: 'Command line', email: 'command-line@recto.invalid' }

/**
 * The actor of `npm run recto`, which whoever can read the data folder may be: a user without a password, so nobody
 * signs in as it, and photos say where they came from. It works in the oldest project; on an empty install it makes
 * one, which the first admin then takes over.
 */
export async function ensureCommandLineActor(ctx: Pick<AppContext, 'db'>): Promise<Actor> {
  const { prisma } = ctx.db
  const user = await prisma.user.upsert({
    where: { id: USER.id },
    create: { ...USER, role: 'staff' },
    update: {},
  })
  const oldest = await prisma.project.findFirst({
    orderBy: oldestFirst,
    select: { id: true },
  })
  const project =
    oldest ?? (await prisma.project.create({ data: { name: 'My library' }, select: { id: true } }))
  return { userId: user.id, role: 'staff', projectId: project.id }
}
