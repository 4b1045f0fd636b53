import { createHash } from 'node:crypto'
import { decodeImage, fromRaster } from '../photos/decode-image.server'
import { detectType } from '../photos/detect-type.server'
import { encodeEmbeddingInput, encodeReadingInput } from '../photos/make-derivatives.server'
import { readMetadata } from '../photos/read-metadata.server'
import { rasterFromRgb, type Box, type Raster } from './raster'

/** What the camera wrote into a photo: when, and with what. Only differences of the time mean anything. */
export interface CameraFacts {
  readonly takenAt: number | null
  readonly camera: string | null
}

/** What is known of a photo whose stored preview, stripped of metadata, is measured in the original's place. */
export interface KnownFacts {
  readonly label: string
  readonly sha256: string
  readonly width: number
  readonly height: number
  readonly format: string
  readonly bytes: number
  readonly camera: CameraFacts
}

export interface ReadPicture {
  readonly facts: KnownFacts
  readonly pixelHash: string
  readonly raster: Raster
  /** What the embedding service is sent, made only when asked for. */
  embeddingInput(): Promise<Buffer>
  /** What the service is sent to read the text in this part of `raster`. */
  readingInput(part: Box): Promise<Buffer>
}

/**
 * Long side everything is measured at. 224 shows a chest logo as some ten pixels, which is all that is used of it.
 * One size for all photos, small ones enlarged, so that texture figures can be compared.
 */
const SIDE = 224
/** Above this a picture is refused before its pixels are decoded. */
const MOST_PIXELS = 120_000_000

/** Any format that can be ingested, decoded once and in the same way; `known` spares what a stored preview cannot tell. */
export async function readPicture(name: string, bytes: Buffer, known?: KnownFacts): Promise<ReadPicture> {
  const { contentType, extension } = await detectType(bytes)
  const decoded = await decodeImage(bytes, contentType, { maxPixels: MOST_PIXELS })
  const { data, info } = await fromRaster(decoded.raster)
    .resize(SIDE, SIDE, { fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return {
    facts: known ?? {
      label: name,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      width: decoded.width,
      height: decoded.height,
      format: extension,
      bytes: bytes.length,
      camera: readCamera(bytes),
    },
    pixelHash: createHash('sha256').update(data).digest('hex'),
    raster: rasterFromRgb(data, info.width, info.height),
    embeddingInput: () => encodeEmbeddingInput(decoded.raster),
    readingInput: ({ left, top, right, bottom }) =>
      encodeReadingInput(decoded.raster, {
        left: left / info.width,
        top: top / info.height,
        width: (right - left) / info.width,
        height: (bottom - top) / info.height,
      }),
  }
}

function readCamera(bytes: Buffer): CameraFacts {
  const { takenAt, cameraMake, cameraModel } = readMetadata(bytes)
  const camera = [cameraMake, cameraModel].filter(Boolean).join(' ')
  return { takenAt: takenAt?.getTime() ?? null, camera: camera === '' ? null : camera }
}
