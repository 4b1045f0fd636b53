import { backgroundDistance, lightShift } from './describe-background'
import { colourDistance } from './describe-colours'
import { layoutDistance, reliefLikeness } from './describe-layout'
import { paletteContainment } from './describe-palette'
import { outlineDistance } from './describe-silhouette'
import { contrastDistance, directionDistance } from './describe-texture'
import type { PhotoMeasure } from './measure-photo.server'

/** The names of the visual signals, in the order the weights are stored. */
export const SIGNALS = [
  'colour',
  'colourInLight',
  'rimColour',
  'tone',
  'palette',
  'outline',
  'aspect',
  'fill',
  'layout',
  'contrast',
  'direction',
  'busy',
  'background',
  'surround',
  'ground',
  'place',
  'size',
  'frame',
  'middle',
  'cropped',
] as const
export type Signal = (typeof SIGNALS)[number]

/** One distance a signal, 0 = alike; grows with difference. */
export type Signals = Float32Array

const NO_SHIFT = [0, 0, 0] as const

/** Measures how far two photos differ by every visual signal; symmetric. */
export function comparePhotos(p: PhotoMeasure, q: PhotoMeasure): Signals {
  const shift = lightShift(p.background, q.background)
  const colour = colourDistance(p.colours, q.colours, NO_SHIFT)
  const inLight = colourDistance(p.colours, q.colours, shift)
  const outline = outlineDistance(p.silhouette.cells, q.silhouette.mirrored)
  const sameFormat = p.format === q.format && p.camera.camera === q.camera.camera
  const frame = Math.abs(Math.log(p.width / p.height / (q.width / q.height)))
  return Float32Array.of(
    colour,
    Math.min(inLight, colour),
    Math.min(
      colourDistance(p.rimColours, q.rimColours, shift),
      colourDistance(p.rimColours, q.rimColours, NO_SHIFT),
    ),
    Math.sqrt((p.colours.mean[1] - q.colours.mean[1]) ** 2 + (p.colours.mean[2] - q.colours.mean[2]) ** 2),
    paletteContainment(p.palette, q.palette),
    outline,
    Math.abs(Math.log(p.silhouette.aspect / q.silhouette.aspect)),
    Math.abs(p.silhouette.fill - q.silhouette.fill),
    Math.min(layoutDistance(p.layout, q.layout, NO_SHIFT), layoutDistance(p.layout, q.layout, shift)),
    contrastDistance(p.texture, q.texture),
    directionDistance(p.texture, q.texture),
    Math.abs(Math.log((p.texture.busy + 1) / (q.texture.busy + 1))),
    backgroundDistance(p.background, q.background),
    p.surround && q.surround ? colourDistance(p.surround, q.surround, NO_SHIFT) : 10,
    contrastDistance(p.groundTexture, q.groundTexture),
    Math.hypot(p.place.x - q.place.x, p.place.y - q.place.y),
    Math.abs(Math.log((p.place.width * p.place.height + 0.02) / (q.place.width * q.place.height + 0.02))),
    Math.min(1, frame + (sameFormat ? 0 : 0.3) + (p.width === q.width && p.height === q.height ? 0 : 0.05)),
    Math.min(
      colourDistance(p.middleColours, q.middleColours, shift),
      colourDistance(p.middleColours, q.middleColours, NO_SHIFT),
    ),
    Math.abs(p.foreground.rim - q.foreground.rim),
  )
}

/** How alike the fine detail is, unmirrored and mirrored: high unmirrored means one side shot twice. */
export function compareRelief(p: PhotoMeasure, q: PhotoMeasure): { same: number; mirrored: number } {
  return {
    same: reliefLikeness(p.layout, q.layout, false),
    mirrored: reliefLikeness(p.layout, q.layout, true),
  }
}
