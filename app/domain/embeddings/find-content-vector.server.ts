import type { ClipModel } from '~/platform/clip/clip-client'
import type { AppContext } from '~/platform/context.server'
import { AppError, isAppError } from '~/platform/errors'
import { selectEmbedding, selectModelsOfContent } from './embedding.queries.server'
import { readEmbeddingInput } from './read-embedding-input.server'

interface FoundVector {
  model: string
  vector: Float32Array
  calibration: ClipModel['calibration']
}

/**
 * The vector of a stored photo by the current model; made now when the photo has none of it yet. While the service is
 * down, its vector by the model seen last, so "find similar" goes on working.
 */
export async function findContentVector(
  ctx: Pick<AppContext, 'db' | 'storage' | 'clip'>,
  photo: { id: string; sha256: string },
): Promise<FoundVector> {
  let model: ClipModel
  try {
    model = await ctx.clip.model()
  } catch (error) {
    if (!isAppError(error) || error.code !== 'ML_SERVICE_DOWN') throw error
    const [last] = await selectModelsOfContent(ctx.db.pool, photo.sha256)
    const vector = last && (await selectEmbedding(ctx.db.pool, last.id, photo.sha256))
    if (!vector) throw error
    return { model: last.id, vector, calibration: last.calibration }
  }
  const stored = await selectEmbedding(ctx.db.pool, model.id, photo.sha256)
  if (stored) return { model: model.id, vector: stored, calibration: model.calibration }
  const answer = await ctx.clip.embedImages([await readEmbeddingInput(ctx, photo.id)])
  const [result] = answer.results
  if (result && 'vector' in result)
    return { model: answer.model, vector: result.vector, calibration: model.calibration }
  throw new AppError('IMAGE_UNREADABLE', 'This photo could not be read, so nothing can be compared with it.')
}
