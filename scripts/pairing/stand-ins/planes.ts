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

/** Folds that cloth gets when it is turned over: a soft wave and a few ridges of any direction, about −2…2. */
export function makeCreases(width: number, height: number, random: Random): Float32Array {
  const field = makeWave(width, height, random)
  const ridges = 6 + random.below(8)
  for (let ridge = 0; ridge < ridges; ridge++) {
    const angle = random.next() * Math.PI
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    const [x0, y0] = [random.next() * width, random.next() * height]
    const long = (0.08 + random.next() * 0.25) * height
    const wide = 1.5 + random.next() * 4
    const size = random.spread(1.2)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const along = (cos * (x - x0) + sin * (y - y0)) / long
        const across = (cos * (y - y0) - sin * (x - x0)) / wide
        const far = along * along + across * across
        if (far < 6) field[y * width + x] += size * Math.exp(-far)
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
