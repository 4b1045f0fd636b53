import { describeBackground, type Background } from './describe-background'
import { awayFromMiddle, describeColours, insideOf, outsideOf, type ColourCloud } from './describe-colours'
import { describeFace, type Face } from './describe-face'
import { describeLayout, type Layout } from './describe-layout'
import { describeSilhouette, type Silhouette } from './describe-silhouette'
import { describeTexture, type Texture } from './describe-texture'
import { findShown } from './find-banners'
import { cropRaster, shrinkFrame, type Box, type Raster } from './raster'
import type { CameraFacts, ReadPicture } from './read-picture.server'
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
  readonly surround: ColourCloud | null
  readonly silhouette: Silhouette
  readonly layout: Layout
  readonly texture: Texture
  readonly groundTexture: Texture
  readonly background: Background
  readonly face: Face
  /** The whole frame in FRAME_SIDE² mean colours. */
  readonly frame: Float32Array
}

const FRAME_SIDE = 20

/** All signals of one photo; nothing of it is read again afterwards. */
export function measurePicture(name: string, { facts, pixelHash, raster: whole }: ReadPicture): PhotoMeasure {
  const shown = findShown(whole)
  const raster = cropRaster(whole, shown)
  const foreground = segmentForeground(raster)
  const inside = insideOf(raster, foreground)
  const colours =
    describeColours(raster, inside) ??
    describeColours(raster, new Uint8Array(raster.width * raster.height).fill(1))
  if (!colours) throw new Error('a picture too small to measure')
  const outside = outsideOf(raster, foreground)
  const { area, left, top, right, bottom, trusted } = foreground
  return {
    name,
    label: facts.label,
    bytesHash: facts.sha256,
    pixelHash,
    bytes: facts.bytes,
    format: facts.format,
    width: facts.width,
    height: facts.height,
    camera: facts.camera,
    foreground: { area, left, top, right, bottom, trusted },
    place: placeIn(foreground, shown, whole),
    colours,
    rimColours: describeColours(raster, awayFromMiddle(raster, foreground)) ?? colours,
    surround: describeColours(raster, outside),
    silhouette: describeSilhouette(foreground, raster.width, raster.height),
    layout: describeLayout(raster, foreground),
    texture: describeTexture(raster, inside),
    groundTexture: describeTexture(raster, outside),
    background: describeBackground(raster, outside),
    face: describeFace(raster, foreground),
    frame: shrinkFrame(raster, FRAME_SIDE),
  }
}

function placeIn(product: Box, shown: Box, { width, height }: Raster): PhotoMeasure['place'] {
  return {
    x: (shown.left + (product.left + product.right) / 2) / width,
    y: (shown.top + (product.top + product.bottom) / 2) / height,
    width: (product.right - product.left) / width,
    height: (product.bottom - product.top) / height,
  }
}
