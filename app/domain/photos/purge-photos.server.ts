import type { AppContext } from '~/platform/context.server'
import { deleteOrphanEmbedding } from './delete-orphan-embedding.queries.server'
import { storageKeys, type ContentAddress } from './storage-keys'

/** How long a deletion can be undone. */
export const UNDO_DAYS = 30

type DoomedPhoto = ContentAddress & { id: string }

/**
 * Removes rows and files of photos that were deleted before `deletedBefore` (default: 30 days ago), at most `limit`.
 * @returns how many were purged; run it again while it returns `limit`
 */
export async function purgePhotos(
  ctx: Pick<AppContext, 'db' | 'storage' | 'now'>,
  input: { deletedBefore?: Date; limit?: number; signal?: AbortSignal } = {},
): Promise<number> {
  const before = input.deletedBefore ?? new Date(ctx.now().getTime() - UNDO_DAYS * 86_400_000)
  const limit = input.limit ?? 500
  let purged = 0
  while (purged < limit && !input.signal?.aborted) {
    // One photo a transaction. The row stays locked until its files are gone, so that an upload of the same bytes or
    // an undo waits and then finds neither row nor files, instead of a row whose files disappear.
    const found = await ctx.db.prisma.$transaction(async (tx) => {
      const rows = await tx.$queryRaw<DoomedPhoto[]>`
        SELECT id, project_id AS "projectId", sha256, extension FROM photo
        WHERE deleted_at < ${before} ORDER BY deleted_at LIMIT 1 FOR UPDATE SKIP LOCKED`
      const [photo] = rows
      if (!photo) return false
      await ctx.storage.remove(storageKeys(photo))
      await tx.photo.delete({ where: { id: photo.id } })
      await deleteOrphanEmbedding(tx, photo.sha256)
      return true
    })
    if (!found) break
    purged += 1
  }
  return purged
}
