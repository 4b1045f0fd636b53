import type { Box, Raster } from './raster'

/** Deepest band looked for, as a share of the frame; a banner that hides more leaves no product to compare. */
const DEEPEST = 0.35
const SHALLOWEST = 3
/** Lab step across the band's edge, and the share of the edge that must show it: only a program draws that straight. */
const STEP = 7
const STRAIGHT = 0.85
/** How far a colour may lie from the band's own, and what share of the band must be that flat; the rest is lettering. */
const FLAT = 5
const FLAT_SHARE = 0.55
const FLAT_LINE = 0.85

/**
 * The frame without the flat bands a program laid along its edges: sale banners, price bars, letterbox borders. They
 * are on one side of a product only, and as part of a picture they would pass for its surface, or for the product.
 */
export function findShown(raster: Raster): Box {
  const { width, height } = raster
  const top = bandDepth(raster, width, height, (line, at) => line * width + at)
  const bottom = bandDepth(raster, width, height, (line, at) => (height - 1 - line) * width + at)
  const left = bandDepth(raster, height, width, (line, at) => at * width + line)
  const right = bandDepth(raster, height, width, (line, at) => at * width + (width - 1 - line))
  return { left, top, right: width - right, bottom: height - bottom }
}

/** Lines from the edge inwards that belong to a band; `locate` turns (line, place on it) into a pixel. */
function bandDepth(
  raster: Raster,
  along: number,
  across: number,
  locate: (line: number, at: number) => number,
): number {
  const { lightness, a, b } = raster
  const apart = (p: number, q: number): number =>
    Math.hypot(lightness[p] - lightness[q], a[p] - a[q], b[p] - b[q])
  const deepest = Math.min(across - 8, Math.floor(across * DEEPEST))
  for (let depth = deepest; depth >= SHALLOWEST; depth--) {
    let steps = 0
    // why two lines apart: scaling and JPEG spread the step over a line or two.
    for (let at = 0; at < along; at++) if (apart(locate(depth - 2, at), locate(depth + 1, at)) > STEP) steps++
    if (steps < along * STRAIGHT) continue
    const colour = middleColour(raster, along, locate)
    const flatShare = (line: number): number => {
      let flat = 0
      for (let at = 0; at < along; at++) {
        const p = locate(line, at)
        if (Math.hypot(lightness[p] - colour[0], a[p] - colour[1], b[p] - colour[2]) < FLAT) flat++
      }
      return flat / along
    }
    if (flatShare(0) < FLAT_LINE || flatShare(Math.max(0, depth - 3)) < FLAT_LINE) continue
    let share = 0
    for (let line = 0; line < depth - 1; line++) share += flatShare(line)
    if (share / (depth - 1) >= FLAT_SHARE) return depth + 1
  }
  return 0
}

/** Median colour of the second line: lettering keeps a distance from a banner's edge, whose first line JPEG may blur. */
function middleColour(
  raster: Raster,
  along: number,
  locate: (line: number, at: number) => number,
): readonly [number, number, number] {
  const places = Array.from({ length: along }, (_, at) => locate(1, at))
  const median = (plane: Float32Array): number =>
    Float32Array.from(places, (place) => plane[place]).sort()[places.length >> 1]
  return [median(raster.lightness), median(raster.a), median(raster.b)]
}
