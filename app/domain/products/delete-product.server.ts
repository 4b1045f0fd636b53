import type { Prisma } from '~/platform/db/connect.server'
import { AppError } from '~/platform/errors'
import type { Actor } from '../auth/actor'
import { publishEvent } from '../jobs/publish-event.server'
import { findTakenPhotos } from './find-taken-photos.server'
import { lockPhotos } from './lock-photos.queries.server'

type Tx = Prisma.TransactionClient

/** Puts a product into the bin. Its name, its photos and their roles are kept for {@link restoreProduct}. */
export async function deleteProduct(tx: Tx, actor: Actor, productId: string): Promise<void> {
  await tx.product.updateMany({
    where: { id: productId, projectId: actor.projectId, deletedAt: null },
    data: { deletedAt: new Date() },
  })
  await publishEvent(tx, { kind: 'product', id: productId, projectId: actor.projectId, status: 'deleted' })
}

/** @throws CONFLICT when its front or back went into another product meanwhile. */
export async function restoreProduct(tx: Tx, actor: Actor, productId: string): Promise<void> {
  const sides = await tx.productPhoto.findMany({
    where: { productId, role: { in: ['front', 'back'] }, product: { projectId: actor.projectId } },
    select: { photoId: true },
  })
  const ids = sides.map(({ photoId }) => photoId)
  await lockPhotos(tx, actor.projectId, ids)
  const taken = await findTakenPhotos(tx, actor.projectId, ids)
  const other = [...taken.values()].find(({ id }) => id !== productId)
  if (other)
    throw new AppError('CONFLICT', `One of its photos belongs to “${other.name}” now.`, {
      hint: 'Delete that product first, or leave this one in the bin.',
    })
  await tx.product.updateMany({
    where: { id: productId, projectId: actor.projectId },
    data: { deletedAt: null },
  })
  await publishEvent(tx, { kind: 'product', id: productId, projectId: actor.projectId, status: 'restored' })
}
