import type { AppContext } from '~/platform/context.server'
import type { Prisma } from '~/platform/db/connect.server'
import { AppError } from '~/platform/errors'
import { assertStaff, type Actor } from '../auth/actor'
import { publishEvent } from '../jobs/publish-event.server'
import { LONGEST_NAME } from './create-product.server'
import { deleteProduct, restoreProduct } from './delete-product.server'
import { findTakenPhotos } from './find-taken-photos.server'
import { lockPhotos } from './lock-photos.queries.server'
import type { ProductChange, ProductRole } from './product-view'

type Tx = Prisma.TransactionClient
interface Held {
  readonly id: string
  readonly name: string
  readonly photos: ReadonlyArray<{ photoId: string; role: ProductRole }>
}

/**
 * Applies changes to one product in order, all or none, and answers the changes that take them back.
 * @throws NOT_FOUND; CONFLICT when a photo is the side of another product already; PERMISSION_DENIED for customers
 */
export async function changeProduct(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  productId: string,
  changes: readonly ProductChange[],
): Promise<{ undo: ProductChange[] }> {
  assertStaff(actor)
  return ctx.db.prisma.$transaction(async (tx) => {
    const locked = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM product WHERE id = ${productId}::uuid AND project_id = ${actor.projectId}::uuid FOR UPDATE`
    if (locked.length === 0) throw new AppError('NOT_FOUND', 'There is no such product.')
    const undo: ProductChange[] = []
    for (const change of changes) undo.unshift(...(await apply(tx, actor, productId, change)))
    await publishEvent(tx, { kind: 'product', id: productId, projectId: actor.projectId, status: 'changed' })
    return { undo }
  })
}

async function apply(tx: Tx, actor: Actor, id: string, change: ProductChange): Promise<ProductChange[]> {
  const product: Held = await tx.product.findUniqueOrThrow({
    where: { id },
    select: { id: true, name: true, photos: { select: { photoId: true, role: true } } },
  })
  switch (change.kind) {
    case 'rename': {
      const name = change.name.trim().slice(0, LONGEST_NAME)
      if (name === '') throw new AppError('BAD_REQUEST', 'A product needs a name.')
      await tx.product.update({ where: { id }, data: { name } })
      return [{ kind: 'rename', name: product.name }]
    }
    case 'delete':
      await deleteProduct(tx, actor, id)
      return [{ kind: 'restore' }]
    case 'restore':
      await restoreProduct(tx, actor, id)
      return [{ kind: 'delete' }]
    case 'remove': {
      const role = roleOf(product, change.photoId)
      await tx.productPhoto.delete({
        where: { productId_photoId: { productId: id, photoId: change.photoId } },
      })
      return [{ kind: 'add', photoId: change.photoId, role }]
    }
    case 'add': {
      if (product.photos.some(({ photoId }) => photoId === change.photoId))
        throw new AppError('CONFLICT', 'This photo is in the product already.')
      await assertFree(tx, actor, product, change.photoId, change.role)
      const moved = await makeRoom(tx, product, change.role, 'detail')
      await tx.productPhoto.create({ data: { productId: id, photoId: change.photoId, role: change.role } })
      return [{ kind: 'remove', photoId: change.photoId }, ...moved]
    }
    case 'role': {
      const before = roleOf(product, change.photoId)
      if (before === change.role) return []
      await assertFree(tx, actor, product, change.photoId, change.role)
      // The photo that stood there takes the place that becomes free: front and back change places in one step.
      const moved = await makeRoom(tx, product, change.role, before)
      await tx.productPhoto.update({
        where: { productId_photoId: { productId: id, photoId: change.photoId } },
        data: { role: change.role },
      })
      return [{ kind: 'role', photoId: change.photoId, role: before }, ...moved]
    }
  }
}

/** A product has one front and one back: whoever holds `role` takes `instead`. @returns the changes that undo it */
async function makeRoom(
  tx: Tx,
  product: Held,
  role: ProductRole,
  instead: ProductRole,
): Promise<ProductChange[]> {
  const holder = role === 'detail' ? undefined : product.photos.find((photo) => photo.role === role)
  if (!holder) return []
  await tx.productPhoto.update({
    where: { productId_photoId: { productId: product.id, photoId: holder.photoId } },
    data: { role: instead },
  })
  return [{ kind: 'role', photoId: holder.photoId, role }]
}

async function assertFree(tx: Tx, actor: Actor, product: Held, photoId: string, role: ProductRole) {
  const living = await lockPhotos(tx, actor.projectId, [photoId])
  const belongs = product.photos.some((photo) => photo.photoId === photoId)
  if (!living.has(photoId) && !belongs) throw new AppError('NOT_FOUND', 'There is no such photo.')
  if (role === 'detail') return
  const taken = (await findTakenPhotos(tx, actor.projectId, [photoId])).get(photoId)
  if (taken && taken.id !== product.id)
    throw new AppError('CONFLICT', `This photo is the front or back of “${taken.name}” already.`)
}

function roleOf(product: Held, photoId: string): ProductRole {
  const found = product.photos.find((photo) => photo.photoId === photoId)
  if (!found) throw new AppError('NOT_FOUND', 'This photo is not in the product.')
  return found.role
}
