import type { Db } from '~/platform/db/connect.server'

/** Removes the embeddings of a content that no photo of any project has any more. */
export async function deleteOrphanEmbedding(db: Db, sha256: string): Promise<void> {
  await db.$executeRaw`
    DELETE FROM vectors.image_embedding e WHERE e.sha256 = ${sha256}
    AND NOT EXISTS (SELECT FROM photo p WHERE p.sha256 = e.sha256)`
}
