import type { AppContext } from '~/platform/context.server'
import { assertStaff, type Actor } from '../auth/actor'
import type { ProductRole } from './product-view'

/** The products a photo stands in, each with its role there. @throws PERMISSION_DENIED for customers */
export async function listProductsOfPhoto(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  photoId: string,
): Promise<{ id: string; name: string; role: ProductRole }[]> {
  assertStaff(actor)
  const rows = await ctx.db.prisma.productPhoto.findMany({
    where: { photoId, product: { projectId: actor.projectId, deletedAt: null } },
    select: { role: true, product: { select: { id: true, name: true } } },
    orderBy: { productId: 'asc' },
  })
  return rows.map(({ role, product }) => ({ ...product, role }))
}
