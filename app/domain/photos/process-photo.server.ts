import type { AppContext } from '~/platform/context.server'
import { AppError, isAppError } from '~/platform/errors'
import { publishEvent } from '../jobs/publish-event.server'
import { decodeImage } from './decode-image.server'
import { encodeEmbeddingInput, makeDerivatives } from './make-derivatives.server'
import { withOriginal } from './open-original.server'
import { readMetadata } from './read-metadata.server'
import { storageKey } from './storage-keys'

export interface ProcessedPhoto {
  /** What {@link prepareEmbeddingInput} would make of the original. */
  embeddingInput: Buffer
  sha256: string
}

type ProcessContext = Pick<AppContext, 'db' | 'storage' | 'env'>

/** Faults of the picture itself: trying again without a person changes nothing. */
const pictureFaults = new Set(['IMAGE_UNREADABLE', 'IMAGE_TOO_LARGE', 'IMAGE_TIMEOUT'])

/**
 * Reads a stored photo: derivatives into storage, facts and hashes into its row, status `processed`. One decode serves
 * all of it. Idempotent: a second run gives the same files and facts.
 *
 * @throws AppError IMAGE_UNREADABLE, IMAGE_TOO_LARGE, IMAGE_TIMEOUT: the photo is marked `failed` with the reason, its
 * original is kept. NOT_FOUND: it was deleted meanwhile. STORAGE_DOWN, DISK_SPACE: nothing was decided, try again.
 */
export async function processPhoto(
  ctx: ProcessContext,
  photoId: string,
  signal?: AbortSignal,
): Promise<ProcessedPhoto> {
  const photo = await ctx.db.prisma.photo.findFirst({ where: { id: photoId, deletedAt: null } })
  if (!photo) throw new AppError('NOT_FOUND', 'The photo was deleted.')
  const event = {
    kind: 'photo',
    id: photo.id,
    projectId: photo.projectId,
    ownerId: photo.uploaderId,
  } as const
  try {
    const { decoded, metadata } = await withOriginal(ctx, photo, async ({ input, head }) => ({
      decoded: await decodeImage(input, photo.contentType, { maxPixels: ctx.env.IMAGE_MAX_PIXELS, signal }),
      metadata: readMetadata(head),
    }))
    signal?.throwIfAborted()
    const { thumb, preview, ...facts } = await makeDerivatives(decoded.raster)
    const embeddingInput = await encodeEmbeddingInput(decoded.raster)
    await Promise.all([
      ctx.storage.put(storageKey(photo, 'thumb'), thumb, { contentType: 'image/webp' }),
      ctx.storage.put(storageKey(photo, 'preview'), preview, { contentType: 'image/jpeg' }),
    ])
    signal?.throwIfAborted()
    // Not over `ready`: a worker that was frozen here and wakes must not undo what its successor finished.
    const { count } = await ctx.db.prisma.photo.updateMany({
      where: { id: photo.id, status: { not: 'ready' } },
      data: {
        ...facts,
        ...metadata,
        width: decoded.width,
        height: decoded.height,
        status: 'processed',
        errorCode: null,
        errorMessage: null,
      },
    })
    if (count > 0) await publishEvent(ctx.db.prisma, { ...event, status: 'processed' })
    return { embeddingInput, sha256: photo.sha256 }
  } catch (error) {
    if (isAppError(error) && pictureFaults.has(error.code)) {
      await ctx.db.prisma.photo.updateMany({
        where: { id: photo.id },
        data: { status: 'failed', errorCode: error.code, errorMessage: error.message },
      })
      await publishEvent(ctx.db.prisma, { ...event, status: 'failed' })
    }
    throw error
  }
}
