import { readFile, rm, writeFile, mkdir } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type Sharp, type SharpInput } from 'sharp'
import { AppError, isAppError } from '~/platform/errors'
import { convertToSrgb, displayP3 } from './convert-to-srgb.server'
import { decodeHeic } from './decode-heic.server'
import { extractDngPreview } from './extract-dng-preview.server'
import { isDisplayP3 } from './is-display-p3'

// Many pictures at once on one thread each beats many threads on one picture (measured in bench/ingest.ts).
sharp.concurrency(1)
// libvips' operation cache holds decoded pixels of pictures that never come again.
sharp.cache(false)

/** Upright 8-bit sRGB pixels over white, at most {@link RASTER_SIZE} on the long side: all derivatives come from it. */
export interface Raster {
  data: Buffer
  width: number
  height: number
}

export interface DecodedImage {
  raster: Raster
  /** Upright size of the original in pixels. */
  width: number
  height: number
}

export const RASTER_SIZE = 1600
const TIMEOUT_SECONDS = 30
/** HEIF codecs decode whole pictures, several copies of 4 bytes a pixel; phones make at most 50 megapixels. */
const HEIF_MAX_PIXELS = 64_000_000

export interface DecodeOptions {
  maxPixels: number
  signal?: AbortSignal
}

const rawInput = (raster: Raster) =>
  ({ raw: { width: raster.width, height: raster.height, channels: 3 } }) as const

/** A pipeline over pixels that are decoded already. */
export function fromRaster(raster: Raster): Sharp {
  return sharp(raster.data, rawInput(raster))
}

/**
 * Decodes a picture once, shrinking while it loads where the format can. First frame of GIF and WebP, first page of
 * TIFF, the embedded preview of DNG; ICC profiles, CMYK and 16 bits become 8-bit sRGB; transparency lies over white.
 *
 * @param input the bytes, or the path of a large file
 * @throws AppError IMAGE_UNREADABLE, IMAGE_TOO_LARGE, IMAGE_TIMEOUT
 */
export async function decodeImage(
  input: Buffer | string,
  contentType: string,
  options: DecodeOptions,
): Promise<DecodedImage> {
  try {
    if (contentType === 'image/x-adobe-dng') return await decodeDng(input, options)
    if (/^image\/(heic|heif|avif)$/.test(contentType)) {
      const maxPixels = Math.min(options.maxPixels, HEIF_MAX_PIXELS)
      return await decodeHeif(input, { ...options, maxPixels })
    }
    return await decodeWithSharp(input, options)
  } catch (error) {
    throw decodeError(error)
  }
}

async function decodeWithSharp(input: SharpInput, options: DecodeOptions, turn = 0): Promise<DecodedImage> {
  options.signal?.throwIfAborted()
  const image = sharp(input, { limitInputPixels: options.maxPixels, failOn: 'error', page: 0, pages: 1 })
  const { autoOrient } = await image.metadata()
  const upright = turn ? image.rotate(turn) : image.autoOrient()
  const { data, info } = await upright
    .timeout({ seconds: TIMEOUT_SECONDS })
    .resize({ width: RASTER_SIZE, height: RASTER_SIZE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const [width, height] =
    turn % 180 ? [autoOrient.height, autoOrient.width] : [autoOrient.width, autoOrient.height]
  return {
    raster: { data: asRgb(data, info.channels), width: info.width, height: info.height },
    width,
    height,
  }
}

/** toColourspace leaves pictures of some greys at one band. */
function asRgb(data: Buffer, channels: number): Buffer {
  if (channels === 3) return data
  const rgb = Buffer.allocUnsafe((data.length / channels) * 3)
  for (let from = 0, to = 0; from < data.length; from += channels, to += 3)
    rgb.fill(data[from] ?? 0, to, to + 3)
  return rgb
}

async function decodeHeif(input: Buffer | string, options: DecodeOptions): Promise<DecodedImage> {
  // sharp reads the container, which names the codec; its libheif decodes AV1 but not HEVC.
  const header = await sharp(input, { limitInputPixels: options.maxPixels }).metadata().catch(tooLargeOnly)
  const bytes = typeof input === 'string' ? await readFile(input) : input
  // Neither decoder hands out more than the numbers as they are stored; phones mean them in Display P3.
  const inP3 = !header?.icc && isDisplayP3(bytes)
  if (header?.compression === 'av1') {
    const decoded = await decodeWithSharp(bytes, options)
    return inP3 ? { ...decoded, raster: await convertToSrgb(decoded.raster, await displayP3()) } : decoded
  }
  const pixels = await decodeHeic(bytes, {
    maxPixels: options.maxPixels,
    timeoutMs: TIMEOUT_SECONDS * 1000,
    signal: options.signal,
  })
  const { data, info } = await sharp(pixels.data, {
    raw: { width: pixels.width, height: pixels.height, channels: 4 },
  })
    .resize({ width: RASTER_SIZE, height: RASTER_SIZE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const raster = { data: asRgb(data, info.channels), width: info.width, height: info.height }
  const profile = header?.icc ?? (inP3 ? await displayP3() : undefined)
  return {
    raster: profile ? await convertToSrgb(raster, profile) : raster,
    width: pixels.width,
    height: pixels.height,
  }
}

/** Cameras turn, they do not mirror: EXIF orientations 3, 6 and 8 in degrees. */
const turns: Record<number, number> = { 3: 180, 6: 90, 8: 270 }

async function decodeDng(input: Buffer | string, options: DecodeOptions): Promise<DecodedImage> {
  const folder = join(tmpdir(), 'recto')
  const path = typeof input === 'string' ? input : join(folder, `${randomUUID()}.dng`)
  try {
    if (typeof input !== 'string') {
      await mkdir(folder, { recursive: true })
      await writeFile(path, input)
    }
    const { jpeg, orientation } = await extractDngPreview(path)
    const own = await sharp(jpeg, { limitInputPixels: options.maxPixels }).metadata()
    return await decodeWithSharp(jpeg, options, own.orientation ? 0 : (turns[orientation] ?? 0))
  } finally {
    if (typeof input !== 'string') await rm(path, { force: true })
  }
}

const isTooLarge = (error: unknown) => error instanceof Error && /exceeds pixel limit/i.test(error.message)

function tooLargeOnly(error: unknown): undefined {
  if (isTooLarge(error)) throw error
}

function decodeError(error: unknown): unknown {
  if (isAppError(error)) return error
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof Error && error.name === 'AbortError') return error
  if (isTooLarge(error))
    return new AppError('IMAGE_TOO_LARGE', 'The picture has too many pixels.', { cause: error })
  if (/^timeout/i.test(message))
    return new AppError('IMAGE_TIMEOUT', 'Reading the picture took too long.', { cause: error })
  if (/ENOSPC|no space left/i.test(message))
    return new AppError('DISK_SPACE', 'The disk is full.', { cause: error })
  return new AppError('IMAGE_UNREADABLE', 'The picture is damaged and cannot be read.', { cause: error })
}
