/**
 * A small picture in CIE Lab, planar: the only form in which pairing looks at pixels.
 *
 * Lab because every signal asks "would a person call these two the same colour?", and a
 * Euclidean distance in Lab answers that far better than one in RGB.
 */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly lightness: Float32Array
  readonly a: Float32Array
  readonly b: Float32Array
}

const linear = new Float32Array(256)
for (let value = 0; value < 256; value++) {
  const s = value / 255
  linear[value] = s <= 0.04045 ? s / 12.92 : Math.pow((s + 0.055) / 1.055, 2.4)
}

/** Cube root by table: the exact function took two thirds of a photo's measuring time. */
const CUBE_STEPS = 4096
const cube = new Float32Array(CUBE_STEPS + 2)
for (let step = 0; step < cube.length; step++) {
  const t = step / CUBE_STEPS
  cube[step] = t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116
}

function cubeRoot(t: number): number {
  const position = Math.min(1, Math.max(0, t)) * CUBE_STEPS
  const step = Math.floor(position)
  return cube[step] + (cube[step + 1] - cube[step]) * (position - step)
}

/** sRGB bytes (red, green, blue, interleaved) to a Lab raster, D65 white. */
export function rasterFromRgb(bytes: Uint8Array, width: number, height: number): Raster {
  const size = width * height
  const lightness = new Float32Array(size)
  const a = new Float32Array(size)
  const b = new Float32Array(size)
  for (let index = 0; index < size; index++) {
    const at = index * 3
    const red = linear[bytes[at]]
    const green = linear[bytes[at + 1]]
    const blue = linear[bytes[at + 2]]
    const x = cubeRoot((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047)
    const y = cubeRoot(0.2126729 * red + 0.7151522 * green + 0.072175 * blue)
    const z = cubeRoot((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883)
    lightness[index] = 116 * y - 16
    a[index] = 500 * (x - y)
    b[index] = 200 * (y - z)
  }
  return { width, height, lightness, a, b }
}

/** A part of the frame, in pixels; right and bottom lie just outside. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export function cropRaster(raster: Raster, { left, top, right, bottom }: Box): Raster {
  const width = right - left
  const height = bottom - top
  if (width === raster.width && height === raster.height) return raster
  const crop = (plane: Float32Array): Float32Array => {
    const result = new Float32Array(width * height)
    for (let y = 0; y < height; y++) {
      const from = (y + top) * raster.width + left
      result.set(plane.subarray(from, from + width), y * width)
    }
    return result
  }
  return { width, height, lightness: crop(raster.lightness), a: crop(raster.a), b: crop(raster.b) }
}

/** Mean over a (2r+1)² window in time independent of r; edges repeat. */
export function boxBlur(source: Float32Array, width: number, height: number, radius: number): Float32Array {
  const across = new Float32Array(source.length)
  const result = new Float32Array(source.length)
  const span = 2 * radius + 1
  for (let y = 0; y < height; y++) {
    const row = y * width
    let sum = 0
    for (let x = -radius; x <= radius; x++) sum += source[row + Math.min(width - 1, Math.max(0, x))]
    for (let x = 0; x < width; x++) {
      across[row + x] = sum / span
      sum += source[row + Math.min(width - 1, x + radius + 1)] - source[row + Math.max(0, x - radius)]
    }
  }
  for (let x = 0; x < width; x++) {
    let sum = 0
    for (let y = -radius; y <= radius; y++) sum += across[Math.min(height - 1, Math.max(0, y)) * width + x]
    for (let y = 0; y < height; y++) {
      result[y * width + x] = sum / span
      sum +=
        across[Math.min(height - 1, y + radius + 1) * width + x] - across[Math.max(0, y - radius) * width + x]
    }
  }
  return result
}

/** The whole frame in `side` × `side` mean colours (L, a, b): what tells a re-saved file from another photo. */
export function shrinkFrame(raster: Raster, side: number): Float32Array {
  const cells = new Float32Array(side * side * 3)
  const counts = new Float32Array(side * side)
  for (let y = 0; y < raster.height; y++)
    for (let x = 0; x < raster.width; x++) {
      const cell = Math.floor((y / raster.height) * side) * side + Math.floor((x / raster.width) * side)
      const at = y * raster.width + x
      cells[cell * 3] += raster.lightness[at]
      cells[cell * 3 + 1] += raster.a[at]
      cells[cell * 3 + 2] += raster.b[at]
      counts[cell]++
    }
  return cells.map((value, at) => value / Math.max(1, counts[Math.floor(at / 3)]))
}
