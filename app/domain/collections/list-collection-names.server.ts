import type { AppContext } from '~/platform/context.server'
import { seesWholeProject, type Actor } from '../auth/actor'

/** What a menu or a filter offers. Customers have no collections: these are the shop's own order. */
export async function listCollectionNames(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
): Promise<{ id: string; name: string }[]> {
  if (!seesWholeProject(actor)) return []
  return ctx.db.prisma.collection.findMany({
    where: { projectId: actor.projectId },
    select: { id: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
}
