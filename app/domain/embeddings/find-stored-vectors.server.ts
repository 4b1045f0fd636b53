import type { AppContext } from '~/platform/context.server'
import { isAppError } from '~/platform/errors'
import { selectEmbeddings, selectModelsOfContent } from './embedding.queries.server'

export interface StoredVectors {
  readonly model: string
  /** By content; what has none of this model is absent. */
  readonly vectors: ReadonlyMap<string, Float32Array>
}

/**
 * The vectors these contents already have of the current model, in one query; while the service is down, of the model
 * that read the first of them last. Makes none.
 */
export async function findStoredVectors(
  ctx: Pick<AppContext, 'db' | 'clip'>,
  contents: readonly string[],
): Promise<StoredVectors | null> {
  const model = await currentModel(ctx, contents)
  if (model === null) return null
  return { model, vectors: await selectEmbeddings(ctx.db.pool, model, contents) }
}

async function currentModel(
  ctx: Pick<AppContext, 'db' | 'clip'>,
  [first]: readonly string[],
): Promise<string | null> {
  try {
    return (await ctx.clip.model()).id
  } catch (error) {
    if (!isAppError(error) || error.code !== 'ML_SERVICE_DOWN') throw error
    const [last] = first === undefined ? [] : await selectModelsOfContent(ctx.db.pool, first)
    return last?.id ?? null
  }
}
