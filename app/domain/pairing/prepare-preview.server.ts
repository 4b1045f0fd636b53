import { decodeImage, fromRaster } from '../photos/decode-image.server'
import { detectType } from '../photos/detect-type.server'
import type { VisionModel } from './vision-model'

export interface Preview {
  readonly name: string
  readonly width: number
  readonly height: number
  /** What the model is given: a data URL, or a short-lived signed address of the stored preview. */
  readonly url: string
  readonly bytes: number
}

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

/**
 * A photo as the model is shown it: upright, sRGB, no metadata, at most `previewSide` long. When many must
 * fit one request, quality goes down before size does: small print survives JPEG 60, not 800 px.
 */
export async function preparePreview(
  name: string,
  photo: Buffer,
  model: VisionModel,
  together: number,
): Promise<Preview> {
  const { contentType } = await detectType(photo)
  const { raster } = await decodeImage(photo, contentType, { maxPixels: MOST_PIXELS })
  // why 0.72: base64 makes 4 bytes of 3, and the words around the pictures need a little room.
  const allowed = (model.requestBytes * 0.72) / Math.max(1, together)
  const encode = async ([shrink, quality]: Step): Promise<Preview> => {
    const side = Math.round(model.previewSide * shrink)
    const { data, info } = await fromRaster(raster)
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality })
      .toBuffer({ resolveWithObject: true })
    const url = `data:image/jpeg;base64,${data.toString('base64')}`
    return { name, width: info.width, height: info.height, url, bytes: data.length }
  }
  for (const step of STEPS) {
    const preview = await encode(step)
    if (preview.bytes <= allowed) return preview
  }
  return encode(LAST_STEP)
}
