import { backgroundDistance, lightShift } from './describe-background'
import { colourDistance } from './describe-colours'
import { layoutDistance, reliefLikeness } from './describe-layout'
import { outlineDistance } from './describe-silhouette'
import { contrastDistance, directionDistance } from './describe-texture'
import type { PhotoMeasure } from './measure-photo.server'

/** What is measured of the product itself. */
export const PRODUCT_SIGNALS = [
  'colour',
  'rimColour',
  'outline',
  'aspect',
  'fill',
  'layout',
  'contrast',
  'direction',
] as const
/** The names of the visual signals, in the order the weights are stored: after the product's, those of the shot. */
export const SIGNALS = [
  ...PRODUCT_SIGNALS,
  'background',
  'surround',
  'ground',
  'place',
  'size',
  'frame',
] as const
export type Signal = (typeof SIGNALS)[number]

/** One distance a signal, 0 = alike; grows with difference. */
export type Signals = Float32Array

const NO_SHIFT = [0, 0, 0] as const

/** Measures how far two photos differ by every visual signal; symmetric. */
export function comparePhotos(p: PhotoMeasure, q: PhotoMeasure): Signals {
  const shift = lightShift(p.background, q.background)
  const sameFormat = p.format === q.format && p.camera.camera === q.camera.camera
  const frame = Math.abs(Math.log(p.width / p.height / (q.width / q.height)))
  // why the smaller of two: the light may have changed, or another surface may only look as if it had.
  const inEitherLight = (distance: (light: readonly [number, number, number]) => number): number =>
    Math.min(distance(NO_SHIFT), distance(shift))
  return Float32Array.of(
    inEitherLight((light) => colourDistance(p.colours, q.colours, light)),
    inEitherLight((light) => colourDistance(p.rimColours, q.rimColours, light)),
    outlineDistance(p.silhouette.cells, q.silhouette.mirrored),
    Math.abs(Math.log(p.silhouette.aspect / q.silhouette.aspect)),
    Math.abs(p.silhouette.fill - q.silhouette.fill),
    inEitherLight((light) => layoutDistance(p.layout, q.layout, light)),
    contrastDistance(p.texture, q.texture),
    directionDistance(p.texture, q.texture),
    backgroundDistance(p.background, q.background),
    p.surround && q.surround ? colourDistance(p.surround, q.surround, NO_SHIFT) : 10,
    contrastDistance(p.groundTexture, q.groundTexture),
    Math.hypot(p.place.x - q.place.x, p.place.y - q.place.y),
    Math.abs(Math.log((p.place.width * p.place.height + 0.02) / (q.place.width * q.place.height + 0.02))),
    Math.min(1, frame + (sameFormat ? 0 : 0.3) + (p.width === q.width && p.height === q.height ? 0 : 0.05)),
  )
}

/** How alike the fine detail is, unmirrored and mirrored: high unmirrored means one side shot twice. */
export function compareRelief(p: PhotoMeasure, q: PhotoMeasure): { same: number; mirrored: number } {
  return {
    same: reliefLikeness(p.layout, q.layout, false),
    mirrored: reliefLikeness(p.layout, q.layout, true),
  }
}
