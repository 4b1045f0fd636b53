import { buffer } from 'node:stream/consumers'
import { prepareEmbeddingInput } from '~/domain/photos/prepare-embedding-input.server'
import { storageKey } from '~/domain/photos/storage-keys'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'

/** The picture of a stored photo as every embedding is made of it. Throws NOT_FOUND when photo or preview is gone. */
export async function readEmbeddingInput(
  ctx: Pick<AppContext, 'db' | 'storage'>,
  photoId: string,
): Promise<Buffer> {
  const photo = await ctx.db.prisma.photo.findUnique({
    where: { id: photoId },
    select: { projectId: true, sha256: true, extension: true },
  })
  if (!photo) throw new AppError('NOT_FOUND', 'The photo was deleted meanwhile.')
  const { body } = await ctx.storage.get(storageKey(photo, 'preview'))
  return prepareEmbeddingInput(await buffer(body))
}
