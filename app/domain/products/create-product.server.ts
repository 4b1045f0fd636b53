import type { Prisma } from '~/platform/db/connect.server'
import type { Actor } from '../auth/actor'
import { publishEvent } from '../jobs/publish-event.server'

export const LONGEST_NAME = 200

/**
 * Makes a product of two photos, named after the front's file. The caller holds both photos (`lockPhotos`) and has made
 * sure that no other product has them.
 */
export async function createProduct(
  tx: Prisma.TransactionClient,
  actor: Actor,
  { frontId, backId }: { frontId: string; backId: string },
): Promise<{ id: string }> {
  const front = await tx.photo.findUniqueOrThrow({ where: { id: frontId }, select: { fileName: true } })
  const product = await tx.product.create({
    data: {
      projectId: actor.projectId,
      name: front.fileName.replace(/\.[^.]+$/, '').slice(0, LONGEST_NAME) || 'Product',
      photos: {
        create: [
          { photoId: frontId, role: 'front' },
          { photoId: backId, role: 'back' },
        ],
      },
    },
    select: { id: true },
  })
  await publishEvent(tx, { kind: 'product', id: product.id, projectId: actor.projectId, status: 'created' })
  return product
}
