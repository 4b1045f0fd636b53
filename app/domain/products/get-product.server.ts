import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { assertStaff, type Actor } from '../auth/actor'
import { describeProduct, productColumns } from './describe-product'
import type { ProductView } from './product-view'

/**
 * One product; a deleted one too, `deletedAt` says so.
 * @throws NOT_FOUND, also for a product of another project; PERMISSION_DENIED for customers
 */
export async function getProduct(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  productId: string,
): Promise<ProductView> {
  assertStaff(actor)
  const product = await ctx.db.prisma.product.findFirst({
    where: { id: productId, projectId: actor.projectId },
    select: productColumns,
  })
  if (!product) throw new AppError('NOT_FOUND', 'There is no such product.')
  return describeProduct(product)
}
