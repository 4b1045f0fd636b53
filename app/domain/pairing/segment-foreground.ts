import { boxBlur, type Box, type Raster } from './raster'

/** Where the product is: 0–1 per pixel, its box, and whether the cut can be believed. */
export interface Foreground extends Box {
  readonly mask: Float32Array
  /** Share of the frame the product fills. */
  readonly area: number
  /** False when no clear product was found and a centred ellipse stands in. */
  readonly trusted: boolean
}

const STEPS_L = 16
const STEPS_AB = 20
const BINS = STEPS_L * STEPS_AB * STEPS_AB
const ROUNDS = 6

/**
 * Splits product from background without a model: colours of the frame's rim against colours
 * of its middle, refined by six rounds of expectation and smoothing: GrabCut's idea with histograms in place
 * of Gaussians and a blur in place of a graph cut, at half size, a twentieth of its time.
 */
export function segmentForeground(raster: Raster): Foreground {
  const small = halve(raster)
  const kept = cutOut(small)
  if (!kept) return frame(ellipse(raster.width, raster.height), raster.width, raster.height, false)
  return frame(
    enlarge(kept, small.width, small.height, raster.width, raster.height),
    raster.width,
    raster.height,
    true,
  )
}

/** The mask at half size, or null when what it found is nearly nothing or nearly everything. */
function cutOut(raster: Raster): Float32Array | null {
  const { width, height } = raster
  const size = width * height
  const bins = binColours(raster)
  const prior = positionPrior(width, height)
  let share = new Float32Array(size)
  for (let index = 0; index < size; index++)
    share[index] = prior[index] > 0.4 ? 0.9 : prior[index] < -2 ? 0.02 : 0.4

  for (let round = 0; round < ROUNDS; round++) {
    // Where it lies starts the cut; later rounds believe the colours more, so a patch of door below a shirt falls off.
    const trust = round < 3 ? 0.7 : 0.35
    const inside = new Float32Array(BINS)
    const outside = new Float32Array(BINS)
    let insideTotal = 0
    let outsideTotal = 0
    for (let index = 0; index < size; index++) {
      const weight = share[index]
      inside[bins[index]] += weight
      insideTotal += weight
      outside[bins[index]] += 1 - weight
      outsideTotal += 1 - weight
    }
    const ratio = logRatio(soften(inside), insideTotal, soften(outside), outsideTotal)
    const logit = new Float32Array(size)
    for (let index = 0; index < size; index++) logit[index] = ratio[bins[index]] + trust * prior[index]
    const near = boxBlur(logit, width, height, 1)
    const wide = boxBlur(near, width, height, 2)
    const next = new Float32Array(size)
    for (let index = 0; index < size; index++)
      next[index] = 1 / (1 + Math.exp(-(near[index] + 0.8 * wide[index])))
    share = next
  }
  const kept = keepMainParts(share, width, height)
  let area = 0
  for (const value of kept) area += value
  area /= size
  return area < 0.03 || area > 0.93 ? null : kept
}

/** Half the size by means of four: the cut costs a quarter and loses nothing that is used. */
function halve(raster: Raster): Raster {
  const width = Math.max(1, raster.width >> 1)
  const height = Math.max(1, raster.height >> 1)
  const shrink = (plane: Float32Array): Float32Array => {
    const result = new Float32Array(width * height)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const at = 2 * y * raster.width + 2 * x
        const right = raster.width > 1 ? 1 : 0
        const below = raster.height > 1 ? raster.width : 0
        result[y * width + x] =
          (plane[at] + plane[at + right] + plane[at + below] + plane[at + below + right]) / 4
      }
    return result
  }
  return {
    width,
    height,
    lightness: shrink(raster.lightness),
    a: shrink(raster.a),
    b: shrink(raster.b),
  }
}

function enlarge(
  mask: Float32Array,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Float32Array {
  const wide = new Float32Array(toWidth * toHeight)
  for (let y = 0; y < toHeight; y++)
    for (let x = 0; x < toWidth; x++)
      wide[y * toWidth + x] = mask[Math.min(height - 1, y >> 1) * width + Math.min(width - 1, x >> 1)]
  return boxBlur(wide, toWidth, toHeight, 1).map((value) => (value > 0.5 ? 1 : 0))
}

function binColours(raster: Raster): Uint16Array {
  const bins = new Uint16Array(raster.lightness.length)
  for (let index = 0; index < bins.length; index++) {
    const l = Math.min(STEPS_L - 1, Math.max(0, Math.floor((raster.lightness[index] / 100) * STEPS_L)))
    const a = Math.min(STEPS_AB - 1, Math.max(0, Math.floor(((raster.a[index] + 80) / 160) * STEPS_AB)))
    const b = Math.min(STEPS_AB - 1, Math.max(0, Math.floor(((raster.b[index] + 80) / 160) * STEPS_AB)))
    bins[index] = (l * STEPS_AB + a) * STEPS_AB + b
  }
  return bins
}

/** Log-odds of "product here" before looking at colours: high in the middle, low at the rim. */
function positionPrior(width: number, height: number): Float32Array {
  const prior = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const dy = Math.abs((y + 0.5) / height - 0.5) * 2
    for (let x = 0; x < width; x++) {
      const dx = Math.abs((x + 0.5) / width - 0.5) * 2
      const reach = Math.max(Math.pow(dx * dx * dx + dy * dy * dy, 1 / 3), dx, dy)
      prior[y * width + x] = reach < 0.55 ? 1 - reach : reach > 0.92 ? -3 : 0.45 - ((reach - 0.55) / 0.37) * 2
    }
  }
  return prior
}

/** Spreads every bin a little into its six neighbours, so that a gradient is not many colours. */
function soften(source: Float32Array): Float32Array {
  const result = new Float32Array(BINS)
  for (let l = 0; l < STEPS_L; l++)
    for (let a = 0; a < STEPS_AB; a++)
      for (let b = 0; b < STEPS_AB; b++) {
        const at = (l * STEPS_AB + a) * STEPS_AB + b
        const value = source[at]
        if (value === 0) continue
        result[at] += value * 0.58
        const part = value * 0.07
        result[l > 0 ? at - STEPS_AB * STEPS_AB : at] += part
        result[l < STEPS_L - 1 ? at + STEPS_AB * STEPS_AB : at] += part
        result[a > 0 ? at - STEPS_AB : at] += part
        result[a < STEPS_AB - 1 ? at + STEPS_AB : at] += part
        result[b > 0 ? at - 1 : at] += part
        result[b < STEPS_AB - 1 ? at + 1 : at] += part
      }
  return result
}

function logRatio(
  inside: Float32Array,
  insideTotal: number,
  outside: Float32Array,
  outsideTotal: number,
): Float32Array {
  const ratio = new Float32Array(BINS)
  for (let bin = 0; bin < BINS; bin++) {
    const p = inside[bin] / (insideTotal + 1) + 2e-4
    const q = outside[bin] / (outsideTotal + 1) + 2e-4
    ratio[bin] = Math.max(-4, Math.min(4, Math.log(p / q)))
  }
  return ratio
}

/** Drops specks (parts under an eighth of the largest) and fills holes the rim cannot reach. */
function keepMainParts(share: Float32Array, width: number, height: number): Float32Array {
  const size = share.length
  const label = new Int32Array(size)
  const areas: number[] = [0]
  const rimContact: number[] = [0]
  const stack = new Int32Array(size)
  const flood = (start: number, wanted: boolean): void => {
    const id = areas.length
    let area = 0
    let rim = 0
    let depth = 0
    stack[depth++] = start
    label[start] = id
    while (depth > 0) {
      const at = stack[--depth]
      area++
      const x = at % width
      const y = (at - x) / width
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) rim++
      for (let side = 0; side < 4; side++) {
        if (side === 0 ? x === 0 : side === 1 ? x === width - 1 : side === 2 ? y === 0 : y === height - 1)
          continue
        const next = side === 0 ? at - 1 : side === 1 ? at + 1 : side === 2 ? at - width : at + width
        if (label[next] !== 0 || share[next] > 0.5 !== wanted) continue
        label[next] = id
        stack[depth++] = next
      }
    }
    areas.push(area)
    rimContact.push(rim)
  }
  const solid: boolean[] = [false]
  for (let index = 0; index < size; index++) {
    if (label[index] !== 0) continue
    const wanted = share[index] > 0.5
    flood(index, wanted)
    solid.push(wanted)
  }
  let largest = 0
  for (let id = 1; id < areas.length; id++) if (solid[id]) largest = Math.max(largest, areas[id])
  const kept = new Float32Array(size)
  for (let index = 0; index < size; index++) {
    const id = label[index]
    const hole = !solid[id] && rimContact[id] === 0 && areas[id] < size * 0.04
    kept[index] = hole || (solid[id] && areas[id] >= largest / 8) ? 1 : 0
  }
  return kept
}

function ellipse(width: number, height: number): Float32Array {
  const mask = new Float32Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const dx = (x + 0.5) / width - 0.5
      const dy = (y + 0.5) / height - 0.5
      mask[y * width + x] = dx * dx + dy * dy < 0.14 ? 1 : 0
    }
  return mask
}

function frame(mask: Float32Array, width: number, height: number, trusted: boolean): Foreground {
  let area = 0
  const columns = new Float32Array(width)
  const rows = new Float32Array(height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const value = mask[y * width + x]
      area += value
      columns[x] += value
      rows[y] += value
    }
  const [left, right] = reach(columns, area)
  const [top, bottom] = reach(rows, area)
  return { mask, area: area / (width * height), left, top, right, bottom, trusted }
}

/** The stretch that holds all but 0.4 % of the mass at each end: one stray pixel moves no box. */
function reach(profile: Float32Array, total: number): [number, number] {
  const slack = total * 0.004
  let first = 0
  let last = profile.length - 1
  for (let sum = 0; first < last; first++) {
    sum += profile[first]
    if (sum > slack) break
  }
  for (let sum = 0; last > first; last--) {
    sum += profile[last]
    if (sum > slack) break
  }
  return [first, last + 1]
}
