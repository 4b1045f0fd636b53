import { enqueueJob } from '~/domain/jobs/enqueue-job.server'
import type { AppContext } from '~/platform/context.server'
import type { ClipModel } from '~/platform/clip/clip-client'
import { isAppError } from '~/platform/errors'
import { selectPhotosOfOtherModels } from './embedding.queries.server'
import { ensureModelIndex } from './ensure-model-index.server'

/** A sweep's share; the next one, minutes later, adds the next to the same job. */
const PAGE = 2_000

/**
 * After the embedding service was given another model: a job for the searchable photos that it has not read yet. Until
 * it has, searches find those that are done; vectors of two models never meet in one query.
 * @returns how many photos were found; none while the service does not say which model it runs
 */
export async function enqueueReembedding(ctx: Pick<AppContext, 'db' | 'clip' | 'log'>): Promise<number> {
  let model: ClipModel
  try {
    model = await ctx.clip.model()
  } catch (error) {
    if (isAppError(error) && error.code === 'ML_SERVICE_DOWN') return 0
    throw error
  }
  const photos = await selectPhotosOfOtherModels(ctx.db.pool, { model: model.id, limit: PAGE })
  for (const projectId of new Set(photos.map((photo) => photo.projectId))) {
    await enqueueJob(ctx.db.prisma, {
      name: 'embed-photos',
      payload: { projectId },
      projectId,
      title: `Read photos again with ${model.name}`,
      key: model.id,
      itemKeys: photos.filter((photo) => photo.projectId === projectId).map((photo) => photo.photoId),
    })
  }
  // With nothing left to read no batch would look after the index, and an upgrade or a restore can come without it.
  if (photos.length === 0) await ensureModelIndex(ctx, model.id)
  return photos.length
}
