import type { Prisma } from '~/platform/db/connect.server'

/**
 * Locks photos until the transaction ends and answers which of them live in this project. Two people who make a product
 * of the same photo, or one who deletes it meanwhile, come one after the other; the order by id keeps two of them from
 * waiting for each other.
 */
export async function lockPhotos(
  tx: Prisma.TransactionClient,
  projectId: string,
  photoIds: readonly string[],
): Promise<Set<string>> {
  if (photoIds.length === 0) return new Set()
  const rows = await tx.$queryRaw<{ id: string; deleted: boolean }[]>`
    SELECT id, deleted_at IS NOT NULL AS deleted FROM photo
    WHERE id = ANY(${[...photoIds]}::uuid[]) AND project_id = ${projectId}::uuid ORDER BY id FOR UPDATE`
  return new Set(rows.filter(({ deleted }) => !deleted).map(({ id }) => id))
}
