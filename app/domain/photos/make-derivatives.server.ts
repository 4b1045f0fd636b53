import { createHash } from 'node:crypto'
import { rgbaToThumbHash } from 'thumbhash'
import { fromRaster, type Raster } from './decode-image.server'
import { PERCEPTUAL_HASH_SIDE, perceptualHash } from './perceptual-hash'

export interface Derivatives {
  thumb: Buffer
  preview: Buffer
  placeholder: string
  pixelHash: string
  perceptualHash: string
}

/** Long side in pixels. */
const THUMB_SIZE = 320
const EMBEDDING_SHORT_SIDE = 448

/**
 * Everything that is made from a picture's pixels. The input has no metadata left, so nothing made of it can carry any.
 *
 * `pixelHash` is taken at preview size: exact for pictures up to 1,600 px, where it shows the same picture in another
 * file; above, the same source scaled the same way. Hashing the full size would mean decoding without shrink-on-load.
 */
export async function makeDerivatives(raster: Raster): Promise<Derivatives> {
  const small = await fromRaster(raster)
    .resize({ width: 100, height: 100, fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const grey = await fromRaster(raster)
    .resize(PERCEPTUAL_HASH_SIDE, PERCEPTUAL_HASH_SIDE, { fit: 'fill' })
    .greyscale()
    .raw()
    .toBuffer()
  return {
    thumb: await fromRaster(raster)
      .resize({ width: THUMB_SIZE, height: THUMB_SIZE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80, effort: 2 })
      .toBuffer(),
    preview: await fromRaster(raster).jpeg({ quality: 85 }).toBuffer(),
    placeholder: Buffer.from(rgbaToThumbHash(small.info.width, small.info.height, small.data)).toString(
      'base64',
    ),
    pixelHash: createHash('sha256')
      .update(`${raster.width}x${raster.height}\n`)
      .update(raster.data)
      .digest('hex'),
    perceptualHash: perceptualHash(grey),
  }
}

/** What the embedding service gets: a JPEG, short side at most 448 px, enough for any crop a model makes. */
export function encodeEmbeddingInput(raster: Raster): Promise<Buffer> {
  return fromRaster(raster)
    .resize({
      width: EMBEDDING_SHORT_SIDE,
      height: EMBEDDING_SHORT_SIDE,
      fit: 'outside',
      withoutEnlargement: true,
    })
    .jpeg({ quality: 92 })
    .toBuffer()
}
