import type { AppContext } from '~/platform/context.server'
import { isAppError } from '~/platform/errors'
import { embedPhotos, type EmbedItem, type EmbedOutcome } from './embed-photos.server'

/**
 * New photos by the current model, and by the one that is to follow if there is one: who searches with that already
 * must not wait for the next sweep. What the next one cannot do now is left to the sweep.
 */
export async function embedNewPhotos(
  ctx: Pick<AppContext, 'db' | 'storage' | 'clip' | 'clipNext' | 'log'>,
  items: EmbedItem[],
  signal: AbortSignal,
): Promise<EmbedOutcome> {
  const outcome = await embedPhotos(ctx, items, signal)
  if (!ctx.clipNext) return outcome
  const embedded = new Set(outcome.embedded)
  const readable = items.filter((item) => embedded.has(item.photoId))
  try {
    await embedPhotos({ ...ctx, clip: ctx.clipNext }, readable, signal, { vectorsOnly: true })
  } catch (error) {
    if (!isAppError(error) || error.code !== 'ML_SERVICE_DOWN') throw error
    ctx.log.warn({ err: error }, 'new photos wait for the next model until it answers')
  }
  return outcome
}
