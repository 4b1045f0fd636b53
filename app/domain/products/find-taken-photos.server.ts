import type { Db } from '~/platform/db/connect.server'

/** Which of these photos are already the front or back of a product that is not deleted, and of which one. */
export async function findTakenPhotos(
  db: Db,
  projectId: string,
  photoIds: readonly string[],
): Promise<Map<string, { id: string; name: string }>> {
  if (photoIds.length === 0) return new Map()
  const rows = await db.productPhoto.findMany({
    where: {
      photoId: { in: [...photoIds] },
      role: { in: ['front', 'back'] },
      product: { projectId, deletedAt: null },
    },
    select: { photoId: true, product: { select: { id: true, name: true } } },
  })
  return new Map(rows.map(({ photoId, product }) => [photoId, product]))
}
