import { boxBlur } from '~/domain/pairing/raster'
import { fillHole, type Planes } from './planes'
import { Random } from './random'

/** Half the side of a patch, tried from wide to narrow: a narrow garment has no wide patch to lend. */
const RADII = [5, 4, 3, 2]
/** With fewer places to copy from, the next narrower patch is tried; with none left, the hole is smoothed over. */
const LEAST_SOURCES = 150
/** Places looked at for each patch, besides those that carry on what lies beside it. */
const TRIED = 400
/** How far the tone of a patch may be moved to meet its neighbours: light differs over a garment, prints do not fade. */
const TONE = 14

/**
 * Fills `hole` (1 inside) with the cloth around it, so that stripes, checks and knit go on in both directions: from its
 * edge inwards, patch by patch, each the one of some hundred places of the uncovered `cloth` that fits best what already
 * lies there (Efros and Freeman's quilting, 2001, in onion order; patches that lie beside one another on the cloth are
 * always tried, as He and Sun, 2012, do, so that a pattern keeps its period). Overlaps are blended. The same picture
 * gives the same bytes: it has its own randomness.
 *
 * Rejected: ever wider means (no pattern is left, and two patterned products come out alike) and rows mirrored at the
 * hole's edge (upright stripes only, and folds show twice).
 */
export function continueCloth(
  planes: Planes,
  hole: Float32Array,
  cloth: Float32Array,
  width: number,
  height: number,
): Planes {
  const blocked = hole.map((value, at) => (value > 0.5 || cloth[at] < 0.5 ? 1 : 0))
  // why 2 pixels off: the cut is blurred there, and cloth mixed with surface would be carried inwards.
  const off = boxBlur(cloth, width, height, 2)
  const known = hole.map((value, at) => (value < 0.5 && off[at] > 0.98 ? 1 : 0))
  const found = RADII.map((radius) => ({ radius, sources: findSources(known, width, height, radius) })).find(
    ({ sources }) => sources.length >= LEAST_SOURCES,
  )
  const smoothed = (plane: Float32Array): Float32Array => {
    const smooth = fillHole(plane, blocked, width, height)
    return plane.map((value, at) => (hole[at] > 0.5 ? smooth[at] : value))
  }
  const mixed: Planes = [smoothed(planes[0]), smoothed(planes[1]), smoothed(planes[2])]
  if (found) layPatches(mixed, hole, known, found.sources, found.radius, width, height)
  return mixed
}

/** Places whose whole patch is uncovered cloth. */
function findSources(known: Float32Array, width: number, height: number, radius: number): Int32Array {
  const amount = boxBlur(known, width, height, radius)
  const sources: number[] = []
  for (let y = radius; y < height - radius; y++)
    for (let x = radius; x < width - radius; x++)
      if (amount[y * width + x] > 0.9999) sources.push(y * width + x)
  return Int32Array.from(sources)
}

/** Fills the hole in `planes` from its edge inwards; `known` grows with it. */
function layPatches(
  planes: Planes,
  hole: Float32Array,
  known: Float32Array,
  sources: Int32Array,
  radius: number,
  width: number,
  height: number,
): void {
  const random = new Random(sources.length)
  const isSource = new Uint8Array(known.length)
  for (const at of sources) isSource[at] = 1
  // Where each filled pixel was copied from, as an offset; and how firmly it lies, for blending.
  const offset = new Int32Array(known.length)
  const weight = new Float32Array(known.length)
  for (;;) {
    const front = findFront(hole, known, radius, width, height)
    if (front.length === 0) return
    for (const at of front) {
      if (known[at] > 0.5) continue
      const overlap = listOverlap(at, known, radius, width, height)
      const beside = new Set<number>()
      for (const place of overlap)
        if (offset[place] !== 0 && isSource[at + offset[place]] === 1) beside.add(at + offset[place])
      const candidates = [...beside]
      for (let tried = 0; tried < TRIED; tried++) candidates.push(sources[random.below(sources.length)])
      const best = findBest(planes, at, overlap, candidates)
      layPatch(at, best)
    }
  }

  function layPatch(at: number, { source, tone }: Match): void {
    for (let dy = -radius; dy <= radius; dy++)
      for (let dx = -radius; dx <= radius; dx++) {
        const x = (at % width) + dx
        const y = Math.floor(at / width) + dy
        if (x < 0 || y < 0 || x >= width || y >= height) continue
        const to = y * width + x
        if (hole[to] < 0.5) continue
        const from = source + dy * width + dx
        const firm = (radius + 1 - Math.abs(dx)) * (radius + 1 - Math.abs(dy))
        const share = firm / (firm + weight[to])
        planes.forEach((plane, channel) => {
          const laid = Math.max(0, Math.min(255, plane[from] + tone[channel]))
          plane[to] += share * (laid - plane[to])
        })
        if (firm > weight[to]) offset[to] = source - at
        weight[to] += firm
        known[to] = 1
      }
  }
}

/** Unfilled places beside known ones, those with most known around them first. */
function findFront(
  hole: Float32Array,
  known: Float32Array,
  radius: number,
  width: number,
  height: number,
): number[] {
  const amount = boxBlur(known, width, height, radius)
  const front: number[] = []
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      if (hole[at] < 0.5 || known[at] > 0.5) continue
      if (known[at - 1] + known[at + 1] + known[at - width] + known[at + width] > 0) front.push(at)
    }
  return front.sort((p, q) => amount[q] - amount[p] || p - q)
}

/** Known places under the patch around `at`. */
function listOverlap(
  at: number,
  known: Float32Array,
  radius: number,
  width: number,
  height: number,
): Int32Array {
  const [x0, y0] = [at % width, Math.floor(at / width)]
  const places: number[] = []
  for (let y = Math.max(0, y0 - radius); y <= Math.min(height - 1, y0 + radius); y++)
    for (let x = Math.max(0, x0 - radius); x <= Math.min(width - 1, x0 + radius); x++)
      if (known[y * width + x] > 0.5) places.push(y * width + x)
  return Int32Array.from(places)
}

interface Match {
  readonly source: number
  /** Added to each channel of the patch, so that it meets the light there. */
  readonly tone: readonly number[]
}

/** The candidate whose patch, moved in tone, differs least from what lies under it. */
function findBest(planes: Planes, at: number, overlap: Int32Array, candidates: readonly number[]): Match {
  let [source, least] = [candidates[0], Infinity]
  let tone: readonly number[] = [0, 0, 0]
  for (const candidate of candidates) {
    const step = candidate - at
    let cost = 0
    const moved: number[] = []
    for (const plane of planes) {
      let [sum, squares] = [0, 0]
      for (const place of overlap) {
        const difference = plane[place] - plane[place + step]
        sum += difference
        squares += difference * difference
      }
      const mean = sum / overlap.length
      const kept = Math.max(-TONE, Math.min(TONE, mean))
      moved.push(kept)
      cost += squares / overlap.length - 2 * kept * mean + kept * kept + 0.1 * kept * kept
      if (cost >= least) break
    }
    if (cost < least) [source, least, tone] = [candidate, cost, moved]
  }
  return { source, tone }
}
