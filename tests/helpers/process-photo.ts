import { linkNearHashes } from '~/domain/duplicates/near-hash.queries.server'
import { keepPrepared } from '~/domain/photos/keep-prepared.server'
import { selectPhotoSources } from '~/domain/photos/photo.queries.server'
import { preparePhoto, type PreparedPhoto } from '~/domain/photos/prepare-photo.server'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'

/** The worker's part of one photo at once, without a job: files in storage, facts in the row. */
export async function processPhoto(
  ctx: Pick<AppContext, 'db' | 'storage' | 'env'>,
  photoId: string,
  signal?: AbortSignal,
): Promise<PreparedPhoto & { sha256: string }> {
  const [photo] = await selectPhotoSources(ctx.db.pool, [photoId])
  if (!photo) throw new AppError('NOT_FOUND', 'The photo was deleted.')
  const prepared = await preparePhoto(ctx, photo, signal)
  await keepPrepared(ctx, [prepared])
  await linkNearHashes(ctx.db.pool, [
    { projectId: photo.projectId, perceptualHash: prepared.facts.perceptualHash },
  ])
  return { ...prepared, sha256: photo.sha256 }
}
