import { refuseEarly } from '~/domain/photos/detect-type.server'
import { prepareEmbeddingInput } from '~/domain/photos/prepare-embedding-input.server'
import type { AppContext } from '~/platform/context.server'
import { AppError, errorCatalog, type ErrorCode } from '~/platform/errors'

/**
 * A picture file to search with, in the form in which stored photos are embedded: the same picture gets cosine 1.
 * @throws AppError FILE_EMPTY, UNSUPPORTED_TYPE, IMAGE_*
 */
export async function prepareQueryImage(image: Buffer): Promise<Buffer> {
  if (image.length === 0) throw new AppError('FILE_EMPTY', 'The picture to search with has no content.')
  await refuseEarly(image.subarray(0, 4100))
  return prepareEmbeddingInput(image)
}

/** The vector of a prepared picture. */
export async function embedQueryImage(
  ctx: Pick<AppContext, 'clip'>,
  prepared: Buffer,
  signal?: AbortSignal,
): Promise<{ model: string; vector: Float32Array }> {
  const { model, results } = await ctx.clip.embedImages([prepared], signal)
  const [result] = results
  if (result && 'vector' in result) return { model, vector: result.vector }
  const code = result?.error.code ?? ''
  throw new AppError(
    code in errorCatalog ? (code as ErrorCode) : 'IMAGE_UNREADABLE',
    result?.error.message ?? 'The embedding service gave no answer for the picture.',
  )
}
