import type { AppContext } from '~/platform/context.server'
import type { Prisma } from '~/platform/db/connect.server'
import { AppError } from '~/platform/errors'
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
    // Prisma passes `%` and `_` on to LIKE as wildcards.
    name: input.text
      ? { contains: input.text.replace(/[\\%_]/g, (character) => `\\${character}`), mode: 'insensitive' }
      : undefined,
  }
  const rows = await ctx.db.prisma.product.findMany({
    where: { AND: [where, input.cursor ? afterCursor(input.cursor) : {}] },
    select: productColumns,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  const products = rows.slice(0, limit).map(describeProduct)
  const last = products.at(-1)
  return {
    products,
    total: await ctx.db.prisma.product.count({ where }),
    nextCursor: rows.length > limit && last ? makeCursor(last) : null,
  }
}

const makeCursor = (product: ProductView) =>
  Buffer.from(`${product.createdAt}|${product.id}`).toString('base64url')

function afterCursor(cursor: string): Prisma.ProductWhereInput {
  const [time, id] = Buffer.from(cursor, 'base64url').toString('utf8').split('|')
  const createdAt = new Date(time ?? '')
  if (!id || !/^[0-9a-f-]{36}$/.test(id) || Number.isNaN(createdAt.getTime()))
    throw new AppError('BAD_REQUEST', 'The cursor does not come from this list.')
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] }
}
