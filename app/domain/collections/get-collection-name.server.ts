import type { AppContext } from '~/platform/context.server'
import { seesWholeProject, type Actor } from '../auth/actor'

/** The name of a collection of the actor's project; null when there is none, or none for them. */
export async function getCollectionName(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  id: string,
): Promise<string | null> {
  if (!seesWholeProject(actor)) return null
  const collection = await ctx.db.prisma.collection.findFirst({
    where: { id, projectId: actor.projectId },
    select: { name: true },
  })
  return collection?.name ?? null
}
