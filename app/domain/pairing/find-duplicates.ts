import { compareRelief } from './compare-photos'
import { colourDistance } from './describe-colours'
import { outlineDistance } from './describe-silhouette'
import type { PhotoMeasure } from './measure-photo.server'

/** A photo that shows what another photo already shows. */
export interface Repeat {
  readonly photo: number
  readonly of: number
  readonly kind: 'same bytes' | 'same pixels' | 'same view'
}

/** Likeness of creases above which two photos show one view; fronts and backs mostly stay under 0.5. */
const SAME_VIEW = 0.72
/** Creases are not like their mirror image; a detail that is belongs to a pattern, which both sides have. */
const MIRRORED = 0.35

/** A re-saved or resized file differs by less than this (mean Lab step); another photo on a tripod by 2 and more. */
const SAME_FRAME = 0.9

/**
 * Finds photos that cannot be the other side of one another because they are the same picture:
 * byte for byte, pixel for pixel, or re-saved, resized or re-shot without moving the product.
 * The one with the most pixels stands for its group: the others were made from it. `apart` says of two (by place) that
 * they are two products in spite of one view: cartons of one design that differ in a word.
 */
export function findDuplicates(
  photos: readonly PhotoMeasure[],
  apart: (first: number, second: number) => boolean = () => false,
): Repeat[] {
  const repeats: Repeat[] = []
  const byBytes = new Map<string, number>()
  const byPixels = new Map<string, number>()
  const standing: number[] = []
  const pixels = (index: number): number => photos[index].width * photos[index].height
  const order = photos
    .map((_, index) => index)
    .sort((p, q) => pixels(q) - pixels(p) || photos[q].bytes - photos[p].bytes || p - q)
  for (const index of order) {
    const photo = photos[index]
    const sameBytes = byBytes.get(photo.bytesHash)
    const samePixels = byPixels.get(photo.pixelHash)
    const sameView =
      sameBytes ??
      samePixels ??
      standing.find((other) => showSameView(photos[other], photo) && !apart(other, index))
    if (sameView === undefined) {
      byBytes.set(photo.bytesHash, index)
      byPixels.set(photo.pixelHash, index)
      standing.push(index)
      continue
    }
    const kind =
      sameBytes !== undefined ? 'same bytes' : samePixels !== undefined ? 'same pixels' : 'same view'
    repeats.push({ photo: index, of: sameView, kind })
  }
  return repeats.sort((p, q) => p.photo - q.photo)
}

/** Cheapest tests first: in 600 photos this runs 180,000 times and reaches the last test rarely. */
function showSameView(p: PhotoMeasure, q: PhotoMeasure): boolean {
  if (Math.abs(Math.log(p.silhouette.aspect / q.silhouette.aspect)) > 0.08) return false
  if (Math.abs(p.silhouette.fill - q.silhouette.fill) > 0.06) return false
  if (colourDistance(p.colours, q.colours, [0, 0, 0]) > 4) return false
  if (outlineDistance(p.silhouette.cells, q.silhouette.cells) > 0.08) return false
  const { same, mirrored } = compareRelief(p, q)
  if (same > SAME_VIEW && mirrored < MIRRORED) return true
  // A plain symmetrical product looks the same mirrored, but not at the very same place with the very same creases.
  const frame = frameDistance(p.frame, q.frame)
  if (same > 0.8 && frame < SAME_FRAME) return true
  // What has no creases, a drawing or a logo, has only noise to compare: its place and colours decide, more strictly.
  return frame < SAME_FRAME / 2
}

function frameDistance(p: Float32Array, q: Float32Array): number {
  let sum = 0
  for (let at = 0; at < p.length; at++) sum += Math.abs(p[at] - q[at])
  return sum / p.length
}
