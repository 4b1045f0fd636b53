import { decodeImage } from './decode-image.server'
import { detectType } from './detect-type.server'
import { encodeEmbeddingInput } from './make-derivatives.server'

/** A query picture is held in memory and decoded at once; a photo of this size is one that a camera made. */
const MAX_QUERY_PIXELS = 120_000_000

/**
 * The form in which every picture is embedded, stored photo or query picture alike: upright sRGB JPEG, quality 92,
 * short side at most 448 px. The same path as {@link preparePhoto}, so the same picture gives the same vector.
 * @throws AppError UNSUPPORTED_TYPE, IMAGE_UNREADABLE, IMAGE_TOO_LARGE, IMAGE_TIMEOUT
 */
export async function prepareEmbeddingInput(image: Buffer): Promise<Buffer> {
  const { contentType } = await detectType(image)
  const { raster } = await decodeImage(image, contentType, { maxPixels: MAX_QUERY_PIXELS })
  return encodeEmbeddingInput(raster)
}
