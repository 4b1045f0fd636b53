import { selectPhotoSources, updateReadPhotos } from '~/domain/photos/photo.queries.server'
import { preparePhoto, type PreparedPhoto } from '~/domain/photos/prepare-photo.server'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'

/** The worker's part of one photo at once, without a job: files in storage, facts in the row. */
export async function processPhoto(
  ctx: Pick<AppContext, 'db' | 'storage' | 'env'>,
  photoId: string,
  signal?: AbortSignal,
): Promise<PreparedPhoto> {
  const [photo] = await selectPhotoSources(ctx.db.pool, [photoId])
  if (!photo) throw new AppError('NOT_FOUND', 'The photo was deleted.')
  const prepared = await preparePhoto(ctx, photo, signal)
  await updateReadPhotos(ctx.db.pool, [prepared.facts])
  return prepared
}
