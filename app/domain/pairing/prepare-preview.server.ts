import PQueue from 'p-queue'
import { decodeImage, fromRaster } from '../photos/decode-image.server'
import { detectType } from '../photos/detect-type.server'
import type { PhotoSource } from './measure-photos.server'
import type { VisionModel } from './vision-model'

/** Above this a picture is refused before its pixels are decoded. */
const MOST_PIXELS = 120_000_000

/** Share of the preview's side, and JPEG quality. */
type Step = readonly [number, number]
const STEPS: readonly Step[] = [
  [1, 84],
  [1, 72],
  [1, 60],
  [0.8, 60],
  [0.64, 55],
  [0.5, 50],
]
const LAST_STEP: Step = [0.4, 45]

/** Previews made at a time, however many are asked for: each holds a decoded picture, 36 MB at 12 megapixels. */
const AT_ONCE = 2

/** Makes previews of these photos by name, two at a time. After one that cannot be made no other is begun. */
export function preparePreviews(
  sources: readonly PhotoSource[],
  model: VisionModel,
  signal?: AbortSignal,
): (name: string, together: number) => Promise<string> {
  const byName = new Map(sources.map((source) => [source.name, source]))
  const queue = new PQueue({ concurrency: AT_ONCE })
  const failed = new AbortController()
  return (name, together) =>
    queue.add(async () => {
      failed.signal.throwIfAborted()
      signal?.throwIfAborted()
      try {
        const source = byName.get(name)
        if (!source) throw new Error(`${name} is to be shown but not among the photos`)
        return await previewUrl(source, model, together)
      } catch (error) {
        failed.abort(error)
        throw error
      }
    })
}

/** The address under which the model sees a photo: its stored preview's, or the preview itself as a data URL. */
export async function previewUrl(source: PhotoSource, model: VisionModel, together: number): Promise<string> {
  return source.previewUrl ? source.previewUrl() : encodePreview(await source.read(), model, together)
}

/**
 * A photo as the model is shown it: upright, sRGB, no metadata, at most `previewSide` long. When many must
 * fit one request, quality goes down before size does: small print survives JPEG 60, not 800 px.
 */
async function encodePreview(photo: Buffer, model: VisionModel, together: number): Promise<string> {
  const { contentType } = await detectType(photo)
  const { raster } = await decodeImage(photo, contentType, { maxPixels: MOST_PIXELS })
  // why 0.72: base64 makes 4 bytes of 3, and the words around the pictures need a little room.
  const allowed = (model.requestBytes * 0.72) / Math.max(1, together)
  const encode = ([shrink, quality]: Step): Promise<Buffer> => {
    const side = Math.round(model.previewSide * shrink)
    return fromRaster(raster)
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality })
      .toBuffer()
  }
  const asUrl = (jpeg: Buffer): string => `data:image/jpeg;base64,${jpeg.toString('base64')}`
  for (const step of STEPS) {
    const jpeg = await encode(step)
    if (jpeg.length <= allowed) return asUrl(jpeg)
  }
  return asUrl(await encode(LAST_STEP))
}
