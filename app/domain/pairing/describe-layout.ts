import type { Foreground } from './segment-foreground'
import { boxBlur, type Raster } from './raster'

/** Colours laid out over a grid on the product's box, and the fine relief used to spot re-shots. */
export interface Layout {
  /** GRID × GRID × (L, a, b, coverage). */
  readonly cells: Float32Array
  /** RELIEF × RELIEF light-dark detail of the product alone, zero outside, unit length. */
  readonly relief: Float32Array
}

const GRID = 12
const RELIEF = 40

export function describeLayout(raster: Raster, foreground: Foreground): Layout {
  const { width, height } = raster
  const { mask, left, top, right, bottom } = foreground
  const cells = new Float32Array(GRID * GRID * 4)
  const spanX = Math.max(1, right - left)
  const spanY = Math.max(1, bottom - top)
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const value = mask[y * width + x]
      if (value < 0.5) continue
      const column = Math.min(GRID - 1, Math.floor(((x - left) / spanX) * GRID))
      const row = Math.min(GRID - 1, Math.floor(((y - top) / spanY) * GRID))
      const at = (row * GRID + column) * 4
      cells[at] += raster.lightness[y * width + x]
      cells[at + 1] += raster.a[y * width + x]
      cells[at + 2] += raster.b[y * width + x]
      cells[at + 3] += 1
    }
  const full = (spanX / GRID) * (spanY / GRID)
  for (let at = 0; at < cells.length; at += 4) {
    const count = cells[at + 3]
    if (count > 0) {
      cells[at] /= count
      cells[at + 1] /= count
      cells[at + 2] /= count
    }
    cells[at + 3] = Math.min(1, count / full)
  }
  return { cells, relief: describeRelief(raster, foreground, width, height) }
}

/** Lightness minus its surroundings, sampled inside the product: creases, seams, prints. */
function describeRelief(raster: Raster, foreground: Foreground, width: number, height: number): Float32Array {
  const { mask, left, top, right, bottom } = foreground
  const fine = boxBlur(raster.lightness, width, height, 1)
  const coarse = boxBlur(raster.lightness, width, height, 7)
  const cover = boxBlur(mask, width, height, 7)
  const relief = new Float32Array(RELIEF * RELIEF)
  let length = 0
  for (let row = 0; row < RELIEF; row++)
    for (let column = 0; column < RELIEF; column++) {
      const x = Math.min(width - 1, Math.floor(left + ((column + 0.5) / RELIEF) * (right - left)))
      const y = Math.min(height - 1, Math.floor(top + ((row + 0.5) / RELIEF) * (bottom - top)))
      const at = y * width + x
      if (cover[at] < 0.999) continue
      const value = fine[at] - coarse[at]
      relief[row * RELIEF + column] = value
      length += value * value
    }
  length = Math.sqrt(length)
  if (length > 1e-6) for (let at = 0; at < relief.length; at++) relief[at] /= length
  return relief
}

/** Scratch for one comparison (they run one at a time): how many cells differ by 0…63 half-units. */
const tally = new Int32Array(64)

/**
 * How far the colours differ place by place, the second mirrored left to right: the mean
 * of the best 60 % of the cells, so a print on one side costs nothing while
 * stripes, blocks of colour and sleeves of another colour must line up.
 */
export function layoutDistance(
  first: Layout,
  second: Layout,
  shift: readonly [number, number, number],
): number {
  let count = 0
  tally.fill(0)
  for (let row = 0; row < GRID; row++)
    for (let column = 0; column < GRID; column++) {
      const p = (row * GRID + column) * 4
      const q = (row * GRID + (GRID - 1 - column)) * 4
      if (first.cells[p + 3] < 0.5 || second.cells[q + 3] < 0.5) continue
      const l = LIGHT * (first.cells[p] + shift[0] - second.cells[q])
      const a = first.cells[p + 1] + shift[1] - second.cells[q + 1]
      const b = first.cells[p + 2] + shift[2] - second.cells[q + 2]
      tally[Math.min(63, Math.floor(2 * Math.sqrt(l * l + a * a + b * b)))]++
      count++
    }
  if (count < 8) return 30
  // why a tally and not a sort: sorting 144 numbers was half the cost of comparing two photos.
  const wanted = count * 0.6
  let taken = 0
  let sum = 0
  for (let level = 0; level < tally.length && taken < wanted; level++) {
    const take = Math.min(tally[level], wanted - taken)
    sum += take * (level + 0.5) * 0.5
    taken += take
  }
  return sum / wanted
}
const LIGHT = 0.6

/**
 * Correlation of the fine relief, unmirrored, best of nine one-cell shifts. Creases never repeat between a front
 * and a back: a high value means the same side photographed (or stored) twice.
 */
export function reliefLikeness(first: Layout, second: Layout, mirrored: boolean): number {
  let best = -1
  for (let dy = -1; dy <= 1; dy++)
    for (let dx = -1; dx <= 1; dx++) {
      let sum = 0
      for (let row = 1; row < RELIEF - 1; row++) {
        const base = row * RELIEF
        const moved = (row + dy) * RELIEF + dx
        if (mirrored)
          for (let column = 1; column < RELIEF - 1; column++)
            sum += first.relief[base + column] * second.relief[moved + RELIEF - 1 - column]
        else
          for (let column = 1; column < RELIEF - 1; column++)
            sum += first.relief[base + column] * second.relief[moved + column]
      }
      best = Math.max(best, sum)
    }
  return best
}
