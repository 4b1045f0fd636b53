import { embedPhotos } from '~/domain/embeddings/embed-photos.server'
import type { JobHandler } from '~/domain/jobs/job-run'
import { selectPhotoSources } from '~/domain/photos/photo.queries.server'
import type { AppContext } from '~/platform/context.server'

/** Pictures a request to the embedding service, as for new photos. */
const BATCH = 16

/** The embedding alone, from stored previews: after a change of the model. */
export const embedStoredPhotos: JobHandler<AppContext, { projectId: string }> = (ctx, run) =>
  run.forEachItem({
    step: 'embeddings',
    load: async (keys) =>
      new Map((await selectPhotoSources(ctx.db.pool, keys)).map((photo) => [photo.id, photo])),
    work: async (_item, _signal, photo) => photo ?? null,
    batch: {
      size: BATCH,
      checkpoint: 'read',
      work: async (inputs, signal) => {
        const items = inputs.map(({ item, value }) => ({ photoId: item.key, sha256: value.sha256 }))
        const { failed } = await embedPhotos(ctx, items, signal)
        return failed.map(({ photoId, code, message }) => ({ key: photoId, code, message }))
      },
    },
  })
