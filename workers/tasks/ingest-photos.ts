import { embedPhotos } from '~/domain/embeddings/embed-photos.server'
import type { JobHandler } from '~/domain/jobs/job-run'
import { processPhoto } from '~/domain/photos/process-photo.server'
import { readContentOf } from '~/domain/photos/read-content-of.server'
import type { AppContext } from '~/platform/context.server'
import { isAppError } from '~/platform/errors'

/** Pictures a request to the embedding service: enough to fill its batches, little to lose with the worker. */
const BATCH = 16

/**
 * Each photo: derivatives and facts, several at once; then the embedding, many to a request, while the next photos are
 * read. While the embedding service is down photos still get their derivatives and can be seen and found by name.
 */
export const ingestPhotos: JobHandler<AppContext, { projectId: string }> = (ctx, run) =>
  run.forEachItem({
    step: 'photos',
    work: (item, signal) =>
      // Processed in an earlier try: only its content is needed, embedPhotos reads the stored preview.
      item.checkpoint === 'processed' ? readContentOf(ctx, item.key) : readPhoto(ctx, item.key, signal),
    batch: {
      size: BATCH,
      checkpoint: 'processed',
      work: async (inputs, signal) => {
        const items = inputs.map(({ item, value }) => ({ photoId: item.key, ...value }))
        const { failed } = await embedPhotos(ctx, items, signal)
        return failed.map(({ photoId, code, message }) => ({ key: photoId, code, message }))
      },
    },
  })

/** Null when the photo was deleted meanwhile: nothing to do is no failure. */
async function readPhoto(ctx: AppContext, photoId: string, signal: AbortSignal) {
  try {
    const { embeddingInput, sha256 } = await processPhoto(ctx, photoId, signal)
    return { sha256, input: embeddingInput }
  } catch (error) {
    if (isAppError(error) && error.code === 'NOT_FOUND') return null
    throw error
  }
}
