import { boxBlur, type Raster } from './raster'

/** Statistics of pattern and fabric that do not care where on the product they are seen. */
export interface Texture {
  /** Cumulated shares of local contrast at three scales, BANDS levels each. */
  readonly contrast: Float32Array
  /** Share of gradient energy by direction, mirrored directions folded onto one another. */
  readonly direction: Float32Array
}

const BANDS = 10
const DIRECTION_BINS = 7
const EDGES = [0.6, 1.2, 2, 3.2, 5, 7.5, 11, 16, 24]

export function describeTexture(raster: Raster, wanted: Uint8Array): Texture {
  const { width, height, lightness } = raster
  const scales = [
    lightness,
    boxBlur(lightness, width, height, 1),
    boxBlur(lightness, width, height, 3),
    boxBlur(lightness, width, height, 7),
  ]
  const contrast = new Float32Array(BANDS * 3)
  const direction = new Float32Array(DIRECTION_BINS)
  const counts = [0, 0, 0]
  let energy = 0
  const smooth = scales[1]
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      if (wanted[at] === 0) continue
      for (let scale = 0; scale < 3; scale++) {
        const value = Math.abs(scales[scale][at] - scales[scale + 1][at])
        let band = 0
        while (band < EDGES.length && value > EDGES[band]) band++
        contrast[scale * BANDS + band]++
        counts[scale]++
      }
      const gx = smooth[at + 1] - smooth[at - 1]
      const gy = smooth[at + width] - smooth[at - width]
      const strength = Math.sqrt(gx * gx + gy * gy)
      // why: a back view is seen mirrored, so a slope and its mirror image count as one direction.
      const angle = Math.atan2(Math.abs(gy), Math.abs(gx))
      direction[Math.min(DIRECTION_BINS - 1, Math.floor((angle / (Math.PI / 2)) * DIRECTION_BINS))] +=
        strength
      energy += strength
    }
  for (let scale = 0; scale < 3; scale++) {
    let sum = 0
    for (let band = 0; band < BANDS; band++) {
      sum += contrast[scale * BANDS + band] / Math.max(1, counts[scale])
      contrast[scale * BANDS + band] = sum
    }
  }
  for (let bin = 0; bin < DIRECTION_BINS; bin++) direction[bin] /= Math.max(1e-6, energy)
  return { contrast, direction }
}

/** Earth mover's distance between the contrast distributions (they are cumulated), mean of scales. */
export function contrastDistance(first: Texture, second: Texture): number {
  let sum = 0
  for (let at = 0; at < first.contrast.length; at++) sum += Math.abs(first.contrast[at] - second.contrast[at])
  return sum / 3
}

export function directionDistance(first: Texture, second: Texture): number {
  let sum = 0
  for (let at = 0; at < first.direction.length; at++)
    sum += Math.abs(first.direction[at] - second.direction[at])
  return sum
}
