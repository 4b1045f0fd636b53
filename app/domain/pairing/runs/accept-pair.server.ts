import type { Prisma } from '~/platform/db/connect.server'
import type { Actor } from '../../auth/actor'
import { createProduct } from '../../products/create-product.server'
import { deleteProduct, restoreProduct } from '../../products/delete-product.server'
import { findTakenPhotos } from '../../products/find-taken-photos.server'
import type { ChangedPair } from './pair-change'
import { writePair, type StoredPair } from './stored-pair.server'
import { writeSides } from './swap-sides.server'

type Tx = Prisma.TransactionClient

/** Makes the pair a product. Accepted before and taken back, it gets its former product again, name and details kept. */
export async function acceptPair(tx: Tx, actor: Actor, pair: StoredPair): Promise<ChangedPair> {
  if (pair.productId && pair.product) {
    await restoreProduct(tx, actor, pair.productId)
    await writeSides(tx, pair.productId, pair)
    return writePair(tx, actor, pair, { state: 'accepted' })
  }
  const { id } = await createProduct(tx, actor, { frontId: pair.frontPhotoId, backId: pair.backPhotoId })
  return writePair(tx, actor, pair, { state: 'accepted', productId: id })
}

/** The product goes into the bin, not away: somebody may have named it or added photos meanwhile. */
export async function unacceptPair(tx: Tx, actor: Actor, pair: StoredPair): Promise<ChangedPair> {
  if (pair.productId) await deleteProduct(tx, actor, pair.productId)
  return writePair(tx, actor, pair, { state: 'proposed' })
}

/** No product may be made of a photo that is gone, or that is the front or back of another product. */
export async function whyNotAcceptable(tx: Tx, actor: Actor, pair: StoredPair): Promise<string | null> {
  const ids = [pair.frontPhotoId, pair.backPhotoId]
  const living = await tx.photo.count({
    where: { id: { in: ids }, projectId: actor.projectId, deletedAt: null },
  })
  if (living < 2) return 'One of these photos was deleted.'
  const [taken] = (await findTakenPhotos(tx, actor.projectId, ids)).values()
  return taken ? `One of these photos already belongs to “${taken.name}”.` : null
}
