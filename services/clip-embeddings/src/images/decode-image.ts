import sharp from 'sharp'
import { ServiceError } from '../errors.ts'
import { enlarge } from './enlarge.ts'
import { planResize } from './plan-resize.ts'

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

export interface DecodeOptions {
  size: number
  fit: 'crop' | 'stretch'
  maxPixels: number
  timeoutSeconds: number
}

/**
 * A picture's bytes → `size`² interleaved RGB bytes, as CLIP sees them: upright
 * by EXIF, alpha over white, first frame, sRGB, bicubic. JPEG and WebP are
 * scaled down while they are decoded (libvips leaves at least twice the target
 * to the bicubic step); what that costs in fidelity is measured in
 * `test/preprocessing.test.ts` and stated in the README.
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions): Promise<Uint8Array> {
  if (bytes.length === 0) throw new ServiceError('IMAGE_UNREADABLE', 'The picture is empty.')
  const input = { limitInputPixels: options.maxPixels, failOn: 'error', sequentialRead: true } as const
  try {
    const { autoOrient } = await sharp(bytes, input).metadata()
    const plan = planResize(autoOrient.width, autoOrient.height, options.size, options.fit)
    let pipeline = sharp(bytes, input).timeout({ seconds: options.timeoutSeconds }).autoOrient()
    if (plan.window) pipeline = pipeline.extract(plan.window)
    pipeline = pipeline.flatten({ background: '#ffffff' }).toColourspace('srgb')
    // sharp shrinks, we enlarge: see enlarge.ts. A side that grows keeps its length here.
    const shrunk = {
      width: Math.min(plan.source.width, plan.resized.width),
      height: Math.min(plan.source.height, plan.resized.height),
    }
    pipeline = pipeline.resize({ ...shrunk, fit: 'fill', kernel: 'cubic' })
    const grows = shrunk.width < plan.resized.width || shrunk.height < plan.resized.height
    if (!grows) pipeline = pipeline.extract(plan.crop)
    const { data, info } = await pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
    const rgb = threeChannels(data, info.channels, grows ? shrunk.width * shrunk.height : options.size ** 2)
    return grows ? enlarge(rgb, shrunk, plan.resized, plan.crop) : rgb
  } catch (error) {
    throw explain(error, options)
  }
}

/** RGB, whatever number of channels came. */
function threeChannels(data: Buffer, channels: number, area: number): Uint8Array {
  if (data.length !== area * channels) {
    throw new ServiceError('INTERNAL', `Decoding gave ${data.length} bytes instead of ${area * channels}.`)
  }
  if (channels === 3) return data
  const rgb = new Uint8Array(area * 3)
  const step = channels < 3 ? 0 : 1
  for (let i = 0; i < area; i++) {
    for (let c = 0; c < 3; c++) rgb[i * 3 + c] = data[i * channels + c * step] ?? 0
  }
  return rgb
}

/** libvips' messages, told apart by what the caller can do about them. */
function explain(error: unknown, options: DecodeOptions): ServiceError {
  if (error instanceof ServiceError) return error
  const message = error instanceof Error ? error.message : String(error)
  if (/pixel limit/i.test(message)) {
    const limit = Math.round(options.maxPixels / 1e6)
    return new ServiceError('IMAGE_TOO_LARGE', `The picture has more than ${limit} megapixels.`, {
      cause: error,
    })
  }
  if (/timeout/i.test(message)) {
    return new ServiceError(
      'IMAGE_TIMEOUT',
      `The picture took more than ${options.timeoutSeconds} s to decode.`,
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
