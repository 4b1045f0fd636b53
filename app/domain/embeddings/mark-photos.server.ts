import { updatePhotoOutcomes } from '~/domain/photos/photo.queries.server'
import type { AppContext } from '~/platform/context.server'
import type { ErrorCode } from '~/platform/errors'

export interface FailedPhoto {
  photoId: string
  code: ErrorCode
  message: string
}

/** Searchable from now on. Photos that were purged meanwhile are simply not there. */
export async function markEmbedded(ctx: Pick<AppContext, 'db'>, photoIds: string[]): Promise<string[]> {
  await updatePhotoOutcomes(
    ctx.db.pool,
    photoIds.map((id) => ({ id, status: 'ready', code: null, message: null })),
  )
  return photoIds
}

/** Not searchable by picture; the person sees why and may retry. */
export async function markNotEmbedded(
  ctx: Pick<AppContext, 'db'>,
  failed: FailedPhoto[],
): Promise<FailedPhoto[]> {
  await updatePhotoOutcomes(
    ctx.db.pool,
    failed.map(({ photoId, code, message }) => ({ id: photoId, status: 'failed', code, message })),
  )
  return failed
}
