// @ts-check
// JavaScript, because the reader's thread imports it: see reader-worker.js.
import { fitRectangle } from './fit-rectangle.js'

/** @import { TextBox } from './reader-messages.ts' */
/** @import { Point } from './fit-rectangle.js' */

/** The detector's probability from which a pixel belongs to text. */
const PIXEL = 0.3
/** Mean probability inside its rectangle from which a patch is a line. */
const PATCH = 0.6
/** The detector draws lines thinner than they are, by this measure: PaddleOCR's "unclip ratio". */
const UNCLIP = 1.5
/** Thinner patches, in pixels, are specks. */
const THINNEST = 3

/**
 * Text lines in the detector's probability map: patches of neighbouring pixels, a rectangle around
 * each, made as much larger as the detector was trained to shrink it.
 *
 * @param {ArrayLike<number>} map @param {number} width @param {number} height
 * @returns {TextBox[]}
 */
export function findLines(map, width, height) {
  const seen = new Uint8Array(width * height)
  /** @type {TextBox[]} */
  const boxes = []
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || (map[start] ?? 0) <= PIXEL) continue
    const { sum, points } = collectPatch(map, width, height, start, seen)
    const box = fitRectangle(points)
    if (!box || Math.min(box.width, box.height) < THINNEST) continue
    // The patch's own sum over its rectangle's area: what PaddleOCR measures as the mean inside the rectangle,
    // but for the few pixels of other patches and of less than PIXEL.
    if (sum / ((box.width + 1) * (box.height + 1)) < PATCH) continue
    const margin = (UNCLIP * box.width * box.height) / (box.width + box.height)
    boxes.push({ ...box, width: box.width + margin, height: box.height + margin })
  }
  return boxes
}

/**
 * Marks a patch as seen; its outermost pixels of each row are all its convex hull can touch.
 *
 * @param {ArrayLike<number>} map @param {number} width @param {number} height
 * @param {number} start @param {Uint8Array} seen
 */
function collectPatch(map, width, height, start, seen) {
  /** @type {Map<number, { left: number; right: number }>} */
  const rows = new Map()
  const stack = [start]
  seen[start] = 1
  let sum = 0
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    sum += map[at] ?? 0
    const y = Math.floor(at / width)
    const x = at - y * width
    const row = rows.get(y)
    if (!row) rows.set(y, { left: x, right: x })
    else if (x < row.left) row.left = x
    else if (x > row.right) row.right = x
    for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
        const next = ny * width + nx
        if (seen[next] || (map[next] ?? 0) <= PIXEL) continue
        seen[next] = 1
        stack.push(next)
      }
    }
  }
  /** @type {Point[]} */
  const points = []
  for (const [y, { left, right }] of [...rows].toSorted(([a], [b]) => a - b)) {
    points.push([left, y])
    if (right > left) points.push([right, y])
  }
  return { sum, points }
}
