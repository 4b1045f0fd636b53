import { createHash } from 'node:crypto'
import { rgbaToThumbHash } from 'thumbhash'
import { fromRaster, type Raster } from './decode-image.server'
import { PERCEPTUAL_HASH_SIDE, perceptualHash } from './perceptual-hash'
import { greySquare, withAlpha } from './small-raster'

/** What the row of a photo says of its pixels. */
export interface PictureFacts {
  placeholder: string
  pixelHash: string
  perceptualHash: string | null
}

export interface Derivatives extends PictureFacts {
  thumb: Buffer
  preview: Buffer
}

/** Long side in pixels. */
const THUMB_SIZE = 320
const MIDDLE_SIZE = 640
/** For the placeholder, which keeps at most seven waves a side. */
const SMALL_SIZE = 64
const EMBEDDING_SHORT_SIDE = 448
/** Larger ones the reader shrinks itself. */
const READING_LONG_SIDE = 960

/**
 * Everything that is made from a picture's pixels. The input has no metadata left, so nothing made of it can carry any.
 *
 * `pixelHash` is taken at preview size: exact for pictures up to 1,600 px, where it shows the same picture in another
 * file; above, the same source scaled the same way. Hashing the full size would mean decoding without shrink-on-load.
 */
export async function makeDerivatives(raster: Raster): Promise<Derivatives> {
  // Twice as large as what is made from it: nothing is lost, and a large raster is gone through once.
  const middle = await shrink(raster, MIDDLE_SIZE, 'lanczos3')
  const small = await shrink(middle, SMALL_SIZE, 'linear')
  const [thumb, preview] = await Promise.all([
    fromRaster(middle)
      .resize({ ...thumbSize(raster), fit: 'fill' })
      .webp({ quality: 80, effort: 2 })
      .toBuffer(),
    fromRaster(raster).jpeg({ quality: 85 }).toBuffer(),
  ])
  return {
    thumb,
    preview,
    placeholder: Buffer.from(rgbaToThumbHash(small.width, small.height, withAlpha(small))).toString('base64'),
    pixelHash: createHash('sha256')
      .update(`${raster.width}x${raster.height}\n`)
      .update(raster.data)
      .digest('hex'),
    perceptualHash: perceptualHash(greySquare(middle, PERCEPTUAL_HASH_SIDE)),
  }
}

/** From the raster, not from the middle size, whose own rounding may be a pixel off. */
function thumbSize({ width, height }: Raster): { width: number; height: number } {
  const scale = Math.min(1, THUMB_SIZE / Math.max(width, height))
  const scaled = (side: number) => Math.max(1, Math.round(side * scale))
  return { width: scaled(width), height: scaled(height) }
}

async function shrink(raster: Raster, size: number, kernel: 'lanczos3' | 'linear'): Promise<Raster> {
  if (raster.width <= size && raster.height <= size) return raster
  const { data, info } = await fromRaster(raster)
    .resize({ width: size, height: size, fit: 'inside', kernel })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
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

/** What the service reads text from: a JPEG, long side at most 960 px, of the given part (in shares of the frame). */
export function encodeReadingInput(
  raster: Raster,
  part: { left: number; top: number; width: number; height: number },
): Promise<Buffer> {
  const left = Math.round(part.left * raster.width)
  const top = Math.round(part.top * raster.height)
  return fromRaster(raster)
    .extract({
      left,
      top,
      width: Math.max(1, Math.min(raster.width - left, Math.round(part.width * raster.width))),
      height: Math.max(1, Math.min(raster.height - top, Math.round(part.height * raster.height))),
    })
    .resize(READING_LONG_SIDE, READING_LONG_SIDE, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 92 })
    .toBuffer()
}
