import type { AppContext } from '~/platform/context.server'

/**
 * Asks the dependency behind an error code for a sign of life; throws that dependency's error when there is none.
 * Codes without a cheap question (OpenAI bills every one) let the job try its work.
 */
export async function probeDependency(
  ctx: Pick<AppContext, 'storage' | 'clip'>,
  code: string,
): Promise<void> {
  if (code === 'ML_SERVICE_DOWN') await ctx.clip.model()
  if (code === 'STORAGE_DOWN' || code === 'DISK_SPACE') await ctx.storage.check()
}
