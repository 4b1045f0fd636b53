import { boxBlur } from '~/domain/pairing/raster'
import type { Random } from './random'

/** Red, green and blue of a picture, 0–255. */
export type Planes = readonly [Float32Array, Float32Array, Float32Array]

export function splitPlanes(data: Uint8Array): Planes {
  const size = data.length / 3
  const planes: Planes = [new Float32Array(size), new Float32Array(size), new Float32Array(size)]
  planes.forEach((plane, channel) => {
    for (let at = 0; at < size; at++) plane[at] = data[at * 3 + channel]
  })
  return planes
}

export function growMask(mask: Float32Array, width: number, height: number, radius: number): Float32Array {
  return boxBlur(mask, width, height, radius).map((value) => (value > 0.02 ? 1 : 0))
}

/** Replaces what `hole` covers by ever wider means of what it does not. */
export function fillHole(
  plane: Float32Array,
  hole: Float32Array,
  width: number,
  height: number,
): Float32Array {
  const result = plane.slice()
  const open = hole.map((value) => (value > 0.5 ? 1 : 0))
  for (let radius = 2; radius <= 128; radius *= 2) {
    const known = open.map((value) => 1 - value)
    const amount = boxBlur(known, width, height, radius)
    const sum = boxBlur(
      result.map((value, at) => value * known[at]),
      width,
      height,
      radius,
    )
    for (let at = 0; at < result.length; at++)
      if (open[at] > 0.5 && amount[at] > 0.02) {
        result[at] = sum[at] / amount[at]
        open[at] = 0
      }
  }
  return result
}

/** A smooth random field of about −1…1: coarse noise at three scales. */
export function makeWave(width: number, height: number, random: Random): Float32Array {
  const field = new Float32Array(width * height)
  for (let level = 0; level < 3; level++) {
    const cells = 3 + level * 3
    const knots = Float32Array.from({ length: (cells + 1) * (cells + 1) }, () => random.spread(1))
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const value = sampleAt(knots, (x / width) * cells, (y / height) * cells, cells + 1, cells + 1)
        field[y * width + x] += (value * 0.6) / (level + 1)
      }
  }
  return field
}

/** Bilinear; 0 outside. */
export function sampleAt(plane: Float32Array, x: number, y: number, width: number, height: number): number {
  if (x < 0 || y < 0 || x > width - 1 || y > height - 1) return 0
  const x0 = Math.floor(x)
  const y0 = Math.floor(y)
  const x1 = Math.min(width - 1, x0 + 1)
  const y1 = Math.min(height - 1, y0 + 1)
  const fx = x - x0
  const fy = y - y0
  const top = plane[y0 * width + x0] * (1 - fx) + plane[y0 * width + x1] * fx
  const bottom = plane[y1 * width + x0] * (1 - fx) + plane[y1 * width + x1] * fx
  return top * (1 - fy) + bottom * fy
}
