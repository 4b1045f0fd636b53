import type { AppContext } from '~/platform/context.server'
import type { Prisma } from '~/platform/db/connect.server'
import { escapeLike } from '~/platform/db/escape-like'
import { olderThan, readPlace, writePlace } from '~/platform/db/place'
import { assertStaff, type Actor } from '../auth/actor'
import { describeProduct, productColumns } from './describe-product'
import type { ProductView } from './product-view'

export interface ProductPage {
  readonly products: ProductView[]
  /** How many fit the filters, on all pages. */
  readonly total: number
  /** Give it back to get the next page; null on the last. */
  readonly nextCursor: string | null
}

const PAGE = 60

/** Newest first, by keyset: stable while products are made. @throws PERMISSION_DENIED for customers */
export async function listProducts(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  input: { text?: string; deleted?: boolean; cursor?: string; limit?: number } = {},
): Promise<ProductPage> {
  assertStaff(actor)
  const limit = Math.min(Math.max(input.limit ?? PAGE, 1), 200)
  const where: Prisma.ProductWhereInput = {
    projectId: actor.projectId,
    deletedAt: input.deleted ? { not: null } : null,
    name: input.text ? { contains: escapeLike(input.text), mode: 'insensitive' } : undefined,
  }
  const rows = await ctx.db.prisma.product.findMany({
    where: { AND: [where, input.cursor ? olderThan(readPlace(input.cursor)) : {}] },
    select: productColumns,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  const products = rows.slice(0, limit).map(describeProduct)
  const last = products.at(-1)
  return {
    products,
    total: await ctx.db.prisma.product.count({ where }),
    nextCursor: rows.length > limit && last ? writePlace(last) : null,
  }
}
