import type { Prisma } from '~/platform/db/connect.server'
import type { Actor } from '../../auth/actor'
import type { ChangedPair } from './pair-change'
import { writePair, type StoredPair } from './stored-pair.server'

type Tx = Prisma.TransactionClient
type Sides = Pick<StoredPair, 'frontPhotoId' | 'backPhotoId'>

/** Front becomes back and back front, in the pair's product too. */
export async function swapSides(tx: Tx, actor: Actor, pair: StoredPair): Promise<ChangedPair> {
  const sides = { frontPhotoId: pair.backPhotoId, backPhotoId: pair.frontPhotoId }
  if (pair.productId && pair.product) await writeSides(tx, pair.productId, sides)
  return writePair(tx, actor, pair, sides)
}

/** Gives a product exactly these sides; whatever else stood as front or back becomes a detail. */
export async function writeSides(tx: Tx, productId: string, sides: Sides): Promise<void> {
  await tx.productPhoto.updateMany({
    where: {
      productId,
      role: { in: ['front', 'back'] },
      photoId: { notIn: [sides.frontPhotoId, sides.backPhotoId] },
    },
    data: { role: 'detail' },
  })
  for (const [photoId, role] of [
    [sides.frontPhotoId, 'front'],
    [sides.backPhotoId, 'back'],
  ] as const)
    await tx.productPhoto.upsert({
      where: { productId_photoId: { productId, photoId } },
      create: { productId, photoId, role },
      update: { role },
    })
}
