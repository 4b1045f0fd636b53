import { enqueueJob } from '~/domain/jobs/enqueue-job.server'
import type { AppContext } from '~/platform/context.server'
import type { ClipClient, ClipModel } from '~/platform/clip/clip-client'
import { isAppError } from '~/platform/errors'
import { selectPhotosOfOtherModels, upsertModel } from './embedding.queries.server'
import { ensureModelIndex } from './ensure-model-index.server'

/** A sweep's share; the next one, minutes later, adds the next to the same job. */
const PAGE = 2_000

/**
 * A job for the searchable photos that the current model has not read yet, and one for those that the model which is to
 * follow has not read. Vectors of two models never meet in one query.
 *
 * Where the current service itself was given another model, there is nothing to search with but the new one: until the
 * job is done, searches find the photos that it has read.
 * @returns how many photos were found; those of a service that does not say which model it runs are not looked for
 */
export async function enqueueReembedding(
  ctx: Pick<AppContext, 'db' | 'clip' | 'clipNext' | 'log'>,
): Promise<number> {
  const current = await modelOf(ctx.clip)
  const next = ctx.clipNext && (await modelOf(ctx.clipNext))
  // A model whose every photo was read while it was the next one becomes the one seen last here.
  if (current) await upsertModel(ctx.db.pool, current)
  let found = current ? await enqueueFor(ctx, current, `Read photos again with ${current.name}`) : 0
  if (next && next.id !== current?.id)
    found += await enqueueFor(ctx, next, `Read photos with the next model, ${next.name}`)
  return found
}

async function modelOf(clip: ClipClient): Promise<ClipModel | null> {
  try {
    return await clip.model()
  } catch (error) {
    if (isAppError(error) && error.code === 'ML_SERVICE_DOWN') return null
    throw error
  }
}

async function enqueueFor(
  ctx: Pick<AppContext, 'db' | 'log'>,
  model: ClipModel,
  title: string,
): Promise<number> {
  const photos = await selectPhotosOfOtherModels(ctx.db.pool, { model: model.id, limit: PAGE })
  for (const projectId of new Set(photos.map((photo) => photo.projectId))) {
    await enqueueJob(ctx.db.prisma, {
      name: 'embed-photos',
      payload: { projectId, model: model.id },
      projectId,
      title,
      key: model.id,
      itemKeys: photos.filter((photo) => photo.projectId === projectId).map((photo) => photo.photoId),
    })
  }
  // With nothing left to read no batch would look after the index, and an upgrade or a restore can come without it.
  if (photos.length === 0) await ensureModelIndex(ctx, model.id)
  return photos.length
}
