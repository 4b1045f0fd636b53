import type { AppContext } from '~/platform/context.server'
import { isAppError } from '~/platform/errors'
import { decodeImage } from './decode-image.server'
import { encodeEmbeddingInput, makeDerivatives } from './make-derivatives.server'
import { withOriginal } from './open-original.server'
import { updatePhotoOutcomes, type ReadPhoto, type PhotoSource } from './photo.queries.server'
import { readMetadata } from './read-metadata.server'

/** What `keepPrepared` writes; until then nobody sees that the photo was read. */
export interface PreparedPhoto {
  source: PhotoSource
  thumb: Buffer
  preview: Buffer
  facts: ReadPhoto
  /** What {@link prepareEmbeddingInput} would make of the original. */
  embeddingInput: Buffer
}

type PrepareContext = Pick<AppContext, 'db' | 'storage' | 'env'>

/** Faults of the picture itself: trying again without a person changes nothing. */
const pictureFaults = new Set(['IMAGE_UNREADABLE', 'IMAGE_TOO_LARGE', 'IMAGE_TIMEOUT'])

/**
 * Reads a stored photo: derivatives, facts, hashes and embedding input, all from one decode.
 *
 * @throws AppError IMAGE_UNREADABLE, IMAGE_TOO_LARGE, IMAGE_TIMEOUT: the photo is marked `failed` with the reason, its
 * original is kept. STORAGE_DOWN, DISK_SPACE: nothing was decided, try again.
 */
export async function preparePhoto(
  ctx: PrepareContext,
  photo: PhotoSource,
  signal?: AbortSignal,
): Promise<PreparedPhoto> {
  try {
    const { decoded, metadata } = await withOriginal(ctx, photo, async ({ input, head }) => ({
      decoded: await decodeImage(input, photo.contentType, { maxPixels: ctx.env.IMAGE_MAX_PIXELS, signal }),
      metadata: readMetadata(head),
    }))
    signal?.throwIfAborted()
    const { thumb, preview, ...facts } = await makeDerivatives(decoded.raster)
    const embeddingInput = await encodeEmbeddingInput(decoded.raster)
    signal?.throwIfAborted()
    const { width, height } = decoded
    return {
      source: photo,
      thumb,
      preview,
      facts: { id: photo.id, width, height, ...facts, ...metadata },
      embeddingInput,
    }
  } catch (error) {
    if (isAppError(error) && pictureFaults.has(error.code)) {
      const { code, message } = error
      await updatePhotoOutcomes(ctx.db.pool, [{ id: photo.id, status: 'failed', code, message }])
    }
    throw error
  }
}
