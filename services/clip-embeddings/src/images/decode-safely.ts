import sharp, { type Region, type Sharp } from 'sharp'
import { ServiceError } from '../errors.ts'

// One thread a picture and several pictures at once: on small pictures libvips'
// own threads cost more than they bring. No cache: every picture is seen once,
// and the cache would hold on to memory that a flat profile should give back.
sharp.concurrency(1)
sharp.cache(false)
// Only raster loaders. SVG and PDF are programs that draw: they may name other
// files, and a kilobyte of them can cost minutes.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif'].map((name) => `VipsForeignLoad${name}Buffer`),
})

export interface DecodeLimits {
  maxPixels: number
  timeoutSeconds: number
}

/**
 * The one way by which a picture's bytes are opened: raster formats only, within the limits, upright by EXIF, first
 * frame, sRGB, alpha over white. What goes wrong is a typed error.
 *
 * @param finish gets the pipeline and the picture's upright size
 */
export async function decodeSafely<T>(
  bytes: Uint8Array,
  limits: DecodeLimits,
  finish: (open: (window?: Region) => Sharp, size: { width: number; height: number }) => Promise<T>,
): Promise<T> {
  if (bytes.length === 0) throw new ServiceError('IMAGE_UNREADABLE', 'The picture is empty.')
  const input = { limitInputPixels: limits.maxPixels, failOn: 'error', sequentialRead: true } as const
  try {
    const { autoOrient } = await sharp(bytes, input).metadata()
    const open = (window?: Region) => {
      const pipeline = sharp(bytes, input).timeout({ seconds: limits.timeoutSeconds }).autoOrient()
      const cut = window ? pipeline.extract(window) : pipeline
      return cut.flatten({ background: '#ffffff' }).toColourspace('srgb')
    }
    return await finish(open, autoOrient)
  } catch (error) {
    throw explain(error, limits)
  }
}

/** libvips' messages, told apart by what the caller can do about them. */
function explain(error: unknown, limits: DecodeLimits): ServiceError {
  if (error instanceof ServiceError) return error
  const message = error instanceof Error ? error.message : String(error)
  if (/pixel limit/i.test(message)) {
    const limit = Math.round(limits.maxPixels / 1e6)
    return new ServiceError('IMAGE_TOO_LARGE', `The picture has more than ${limit} megapixels.`, {
      cause: error,
    })
  }
  if (/timeout/i.test(message)) {
    return new ServiceError(
      'IMAGE_TIMEOUT',
      `The picture took more than ${limits.timeoutSeconds} s to decode.`,
      { cause: error },
    )
  }
  if (/unsupported image format|blocked/i.test(message)) {
    return new ServiceError('UNSUPPORTED_TYPE', 'The file is not a picture of a type this service reads.', {
      cause: error,
    })
  }
  const first = message.split('\n')[0] ?? message
  return new ServiceError('IMAGE_UNREADABLE', `The picture cannot be read: ${first.slice(0, 200)}`, {
    cause: error,
  })
}
