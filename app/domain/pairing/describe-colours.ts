import type { Foreground } from './segment-foreground'
import type { Raster } from './raster'

/**
 * A colour distribution as sorted projections on fixed directions ("sliced" form): the mean
 * difference of two such arrays approximates the earth mover's distance between the clouds
 * of colours, in 200 subtractions instead of a transport problem.
 */
export interface ColourCloud {
  readonly slices: Float32Array
  readonly mean: readonly [number, number, number]
}

/** Unit directions in (0.6·L, a, b); lightness counts less since lamps change it most. */
const DIRECTIONS: ReadonlyArray<readonly [number, number, number]> = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [0, 0.7071, 0.7071],
  [0, 0.7071, -0.7071],
  [0.7071, 0.7071, 0],
  [0.7071, -0.7071, 0],
  [0.7071, 0, 0.7071],
  [0.7071, 0, -0.7071],
]
const LIGHTNESS_SHARE = 0.6
const QUANTILES = 24
const MOST_SAMPLES = 2_000

/** The cloud of the pixels marked in `wanted`; null when there are too few to mean anything. */
export function describeColours(raster: Raster, wanted: Uint8Array): ColourCloud | null {
  const chosen: number[] = []
  for (let index = 0; index < wanted.length; index++) if (wanted[index] === 1) chosen.push(index)
  if (chosen.length < 60) return null
  const step = Math.max(1, chosen.length / MOST_SAMPLES)
  const count = Math.floor(chosen.length / step)
  const slices = new Float32Array(DIRECTIONS.length * QUANTILES)
  const values = new Float32Array(count)
  let l = 0
  let a = 0
  let b = 0
  for (let sample = 0; sample < count; sample++) {
    const at = chosen[Math.floor(sample * step)]
    l += raster.lightness[at]
    a += raster.a[at]
    b += raster.b[at]
  }
  DIRECTIONS.forEach(([dl, da, db], direction) => {
    for (let sample = 0; sample < count; sample++) {
      const at = chosen[Math.floor(sample * step)]
      values[sample] = dl * LIGHTNESS_SHARE * raster.lightness[at] + da * raster.a[at] + db * raster.b[at]
    }
    values.sort()
    for (let q = 0; q < QUANTILES; q++) {
      slices[direction * QUANTILES + q] = values[Math.floor(((q + 0.5) / QUANTILES) * count)]
    }
  })
  return { slices, mean: [l / count, a / count, b / count] }
}

/**
 * Mean slice distance, after moving the first cloud by `shift` (a Lab offset: what the
 * backgrounds say the light changed by). The middle quantiles count fully, the outer eighth at
 * each end half: a print or a label covers a tail and is on one side only.
 */
export function colourDistance(
  first: ColourCloud,
  second: ColourCloud,
  shift: readonly [number, number, number],
): number {
  let total = 0
  for (let direction = 0; direction < DIRECTIONS.length; direction++) {
    const axis = DIRECTIONS[direction]
    const move = axis[0] * LIGHTNESS_SHARE * shift[0] + axis[1] * shift[1] + axis[2] * shift[2]
    const base = direction * QUANTILES
    for (let q = 0; q < QUANTILES; q++) {
      const weight = q < TAIL || q >= QUANTILES - TAIL ? 0.5 : 1
      total += weight * Math.abs(first.slices[base + q] + move - second.slices[base + q])
    }
  }
  return total / (DIRECTIONS.length * (QUANTILES - TAIL))
}
const TAIL = 3

/** Pixels two or more inside the product: its edge mixes in the background's colour. */
export function insideOf(raster: Raster, foreground: Foreground): Uint8Array {
  return shrunk(foreground.mask, raster.width, raster.height, 2, true)
}

/** Inside, but outside the middle of the chest, where prints and labels sit. */
export function awayFromMiddle(raster: Raster, foreground: Foreground): Uint8Array {
  const { left, right, top, bottom } = foreground
  return insideOf(raster, foreground).map((value, index) => {
    if (value === 0) return 0
    const x = ((index % raster.width) - left) / Math.max(1, right - left)
    const y = (Math.floor(index / raster.width) - top) / Math.max(1, bottom - top)
    return x < 0.28 || x > 0.72 || y > 0.72 ? 1 : 0
  })
}

/** Background: three or more outside the product. */
export function outsideOf(raster: Raster, foreground: Foreground): Uint8Array {
  return shrunk(foreground.mask, raster.width, raster.height, 3, false)
}

/** Where the mask is `wanted` here and `margin` away on all four sides; the frame's edge does not count. */
function shrunk(
  mask: Float32Array,
  width: number,
  height: number,
  margin: number,
  wanted: boolean,
): Uint8Array {
  const result = new Uint8Array(mask.length)
  for (let y = 0; y < height; y++) {
    const up = y >= margin ? -margin * width : 0
    const down = y < height - margin ? margin * width : 0
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      const before = x >= margin ? -margin : 0
      const after = x < width - margin ? margin : 0
      const all =
        mask[at] > 0.5 === wanted &&
        mask[at + before] > 0.5 === wanted &&
        mask[at + after] > 0.5 === wanted &&
        mask[at + up] > 0.5 === wanted &&
        mask[at + down] > 0.5 === wanted
      if (all) result[at] = 1
    }
  }
  return result
}
