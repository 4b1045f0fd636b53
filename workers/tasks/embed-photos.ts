import { embedPhotos } from '~/domain/embeddings/embed-photos.server'
import type { JobHandler } from '~/domain/jobs/job-run'
import { selectPhotoSources } from '~/domain/photos/photo.queries.server'
import type { AppContext } from '~/platform/context.server'

/** Pictures a request to the embedding service, as for new photos. */
const BATCH = 16

/** The embedding alone, from stored previews: after a change of the model, or for the one that is to follow. */
export const embedStoredPhotos: JobHandler<AppContext, { projectId: string; model?: string }> = (ctx, run) =>
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
        const next = await nextIfAsked(ctx, run.payload.model)
        const { failed } = next
          ? await embedPhotos({ ...ctx, clip: next }, items, signal, { vectorsOnly: true })
          : await embedPhotos(ctx, items, signal)
        return failed.map(({ photoId, code, message }) => ({ key: photoId, code, message }))
      },
    },
  })

/** The next service when its model is the job's. A job that outlived its next model costs the current one a look-up. */
async function nextIfAsked(ctx: AppContext, model: string | undefined) {
  if (!ctx.clipNext || model === undefined) return null
  if ((await ctx.clip.model()).id === model) return null
  return (await ctx.clipNext.model()).id === model ? ctx.clipNext : null
}
