import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { describeBackground, type Background } from './describe-background'
import {
  awayFromMiddle,
  describeColours,
  insideOf,
  middleOf,
  outsideOf,
  type ColourCloud,
} from './describe-colours'
import { describeLayout, type Layout } from './describe-layout'
import { describePalette, type Swatch } from './describe-palette'
import { describeSilhouette, type Silhouette } from './describe-silhouette'
import { describeTexture, type Texture } from './describe-texture'
import { rasterFromRgb, shrinkFrame } from './raster'
import { readCamera, type CameraFacts } from './read-camera'
import { describeFace, type Face } from './describe-face'
import { segmentForeground, type Foreground } from './segment-foreground'

/** Everything pairing keeps of one photo: about 35 kB, so 600 photos stay near 20 MB. */
export interface PhotoMeasure {
  /** Unique: a path, or a photo's id. */
  readonly name: string
  /** The file's name, for people and for what names tell. */
  readonly label: string
  readonly bytesHash: string
  readonly pixelHash: string
  readonly bytes: number
  readonly format: string
  readonly width: number
  readonly height: number
  readonly camera: CameraFacts
  readonly foreground: Omit<Foreground, 'mask'>
  /** Box of the product in shares of the frame. */
  readonly place: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  readonly colours: ColourCloud
  readonly rimColours: ColourCloud
  readonly middleColours: ColourCloud
  readonly surround: ColourCloud | null
  readonly palette: readonly Swatch[]
  readonly silhouette: Silhouette
  readonly layout: Layout
  readonly texture: Texture
  readonly background: Background
  readonly face: Face
  /** The whole frame in FRAME_SIDE² mean colours. */
  readonly frame: Float32Array
}

/**
 * Long side everything is measured at. 224 shows a chest logo as some ten pixels, which is all
 * that is used of it, and lets sharp shrink a 12-megapixel JPEG while reading it (59 ms).
 * One size for all photos, small ones enlarged, so that texture figures can be compared.
 */
const SIDE = 224
const FRAME_SIDE = 20
/** Above this a picture is refused before its pixels are decoded. */
const MOST_PIXELS = 120_000_000

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

export async function measurePhoto(name: string, bytes: Buffer, known?: KnownFacts): Promise<PhotoMeasure> {
  const options = { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true } as const
  const facts = await sharp(bytes, options).metadata()
  const { data, info } = await sharp(bytes, options)
    .autoOrient()
    .toColourspace('srgb')
    .resize(SIDE, SIDE, { fit: 'inside' })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== 3 && info.channels !== 4) throw new Error(`a picture with ${info.channels} channels`)
  const turned = (facts.orientation ?? 1) >= 5
  const raster = rasterFromRgb(data, info.width, info.height, info.channels)
  const foreground = segmentForeground(raster)
  const inside = insideOf(raster, foreground)
  const colours =
    describeColours(raster, inside) ??
    describeColours(raster, new Uint8Array(info.width * info.height).fill(1))
  if (!colours) throw new Error('a picture too small to measure')
  const outside = outsideOf(raster, foreground)
  const layout = describeLayout(raster, foreground)
  return {
    name,
    label: known?.label ?? name,
    bytesHash: known?.sha256 ?? createHash('sha256').update(bytes).digest('hex'),
    pixelHash: createHash('sha256').update(data).digest('hex'),
    bytes: known?.bytes ?? bytes.length,
    format: known?.format ?? facts.format ?? 'unknown',
    width: known?.width ?? (turned ? facts.height : facts.width),
    height: known?.height ?? (turned ? facts.width : facts.height),
    camera: known?.camera ?? readCamera(facts.exif),
    foreground: {
      area: foreground.area,
      left: foreground.left,
      top: foreground.top,
      right: foreground.right,
      bottom: foreground.bottom,
      trusted: foreground.trusted,
    },
    place: {
      x: (foreground.left + foreground.right) / 2 / info.width,
      y: (foreground.top + foreground.bottom) / 2 / info.height,
      width: (foreground.right - foreground.left) / info.width,
      height: (foreground.bottom - foreground.top) / info.height,
    },
    colours,
    rimColours: describeColours(raster, awayFromMiddle(raster, foreground)) ?? colours,
    middleColours: describeColours(raster, middleOf(raster)) ?? colours,
    surround: describeColours(raster, outside),
    palette: describePalette(raster, inside),
    silhouette: describeSilhouette(foreground, info.width, info.height),
    layout,
    texture: describeTexture(raster, inside),
    background: describeBackground(raster, outside),
    face: describeFace(raster, foreground),
    frame: shrinkFrame(raster, FRAME_SIDE),
  }
}
