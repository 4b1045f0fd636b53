import type { AppContext } from '~/platform/context.server'
import type { Actor } from '../../auth/actor'

/** The runs whose accepted pair this product is, newest first: usually one. */
export async function findRunsOfProduct(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  productId: string,
): Promise<{ id: string; createdAt: string }[]> {
  const runs = await ctx.db.prisma.pairingRun.findMany({
    where: { projectId: actor.projectId, pairs: { some: { productId } } },
    select: { id: true, createdAt: true },
    orderBy: { createdAt: 'desc' },
  })
  return runs.map(({ id, createdAt }) => ({ id, createdAt: createdAt.toISOString() }))
}
