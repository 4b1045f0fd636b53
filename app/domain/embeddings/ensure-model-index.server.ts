import type { AppContext } from '~/platform/context.server'
import { createModelIndex, dropModelIndex, hasRows, selectModelIndex } from './model-index.queries.server'

/**
 * Below this an exact scan is cheap (an estimate, not measured), so an index would cost writes and gain nothing.
 * On the embedded database the build blocks everybody else, and at this size it takes about a second; from then on
 * the index grows with each insert.
 */
export const INDEX_FROM_ROWS = 2_000

/** Makes the HNSW index of a model once it holds enough vectors. Costs one catalogue look-up when there is nothing to do. */
export async function ensureModelIndex(ctx: Pick<AppContext, 'db' | 'log'>, model: string): Promise<void> {
  const { pool, embedded } = ctx.db
  const index = await selectModelIndex(pool, model)
  if (index === 'valid' || index === 'building') return
  if (!(await hasRows(pool, model, INDEX_FROM_ROWS))) return
  // A concurrent build that died (restart, full disk) leaves an index that is maintained but never used.
  if (index === 'invalid') await dropModelIndex(pool, model)
  const started = Date.now()
  await createModelIndex(pool, model, { concurrently: !embedded })
  ctx.log.info({ model, seconds: (Date.now() - started) / 1000 }, 'built the search index of a model')
}
