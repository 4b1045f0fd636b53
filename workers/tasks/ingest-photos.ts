import { linkNearHashes } from '~/domain/duplicates/near-hash.queries.server'
import { embedNewPhotos } from '~/domain/embeddings/embed-new-photos.server'
import type { JobHandler } from '~/domain/jobs/job-run'
import { keepPrepared } from '~/domain/photos/keep-prepared.server'
import { preparePhoto, type PreparedPhoto } from '~/domain/photos/prepare-photo.server'
import { selectPhotoSources, type PhotoSource } from '~/domain/photos/photo.queries.server'
import type { AppContext } from '~/platform/context.server'

/** Pictures a request to the embedding service: enough to fill its batches, little to lose with the worker. */
const BATCH = 16

type Read = PreparedPhoto | { source: PhotoSource }

/**
 * Each photo: derivatives and facts, several at once; then the embedding, many to a request, while the next photos are
 * read. While the embedding service is down photos still get their derivatives and can be seen and found by name.
 */
export const ingestPhotos: JobHandler<AppContext, { projectId: string }> = (ctx, run) =>
  run.forEachItem({
    step: 'photos',
    load: async (keys) =>
      new Map((await selectPhotoSources(ctx.db.pool, keys)).map((photo) => [photo.id, photo])),
    work: async (item, signal, photo): Promise<Read | null> => {
      // Deleted meanwhile: nothing to do is no failure.
      if (!photo) return null
      // Processed in an earlier try: only its content is needed, embedNewPhotos reads the stored preview.
      return item.checkpoint === 'processed' ? { source: photo } : preparePhoto(ctx, photo, signal)
    },
    batch: {
      size: BATCH,
      checkpoint: 'processed',
      record: async (inputs) => {
        const prepared = inputs.flatMap(({ value }) => ('facts' in value ? value : []))
        if (prepared.length === 0) return
        await keepPrepared(ctx, prepared)
        const { projectId } = run.payload
        await linkNearHashes(
          ctx.db.pool,
          prepared.map(({ facts: { perceptualHash } }) => ({ projectId, perceptualHash })),
        )
      },
      work: async (inputs, signal) => {
        const items = inputs.map(({ item, value }) => ({
          photoId: item.key,
          sha256: value.source.sha256,
          input: 'facts' in value ? value.embeddingInput : undefined,
        }))
        const { failed } = await embedNewPhotos(ctx, items, signal)
        return failed.map(({ photoId, code, message }) => ({ key: photoId, code, message }))
      },
    },
  })
