import type { Foreground } from './segment-foreground'

/** The product's outline, brought to one size and place so that outlines can be laid over each other. */
export interface Silhouette {
  /** SIDE × SIDE coverage, 0–1, centred on the mass, the same area for every product. */
  readonly cells: Float32Array
  readonly mirrored: Float32Array
  /** Width over height of the box. */
  readonly aspect: number
  /** Share of its box that the product fills. */
  readonly fill: number
}

const SIDE = 32
/** A square of this many cells has the product's area: leaves room for sleeves and long legs. */
const AREA_SIDE = 14

export function describeSilhouette(foreground: Foreground, width: number, height: number): Silhouette {
  const { mask } = foreground
  let mass = 0
  let cx = 0
  let cy = 0
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const value = mask[y * width + x]
      mass += value
      cx += value * (x + 0.5)
      cy += value * (y + 0.5)
    }
  mass = Math.max(mass, 1)
  cx /= mass
  cy /= mass
  const scale = Math.sqrt(mass) / AREA_SIDE
  const cells = new Float32Array(SIDE * SIDE)
  const taps = 3
  for (let row = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++) {
      let sum = 0
      for (let v = 0; v < taps; v++)
        for (let u = 0; u < taps; u++) {
          const x = Math.floor(cx + (column - SIDE / 2 + (u + 0.5) / taps) * scale)
          const y = Math.floor(cy + (row - SIDE / 2 + (v + 0.5) / taps) * scale)
          if (x >= 0 && y >= 0 && x < width && y < height) sum += mask[y * width + x]
        }
      cells[row * SIDE + column] = sum / (taps * taps)
    }
  const mirrored = new Float32Array(SIDE * SIDE)
  for (let row = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++)
      mirrored[row * SIDE + column] = cells[row * SIDE + SIDE - 1 - column]
  const boxWidth = Math.max(1, foreground.right - foreground.left)
  const boxHeight = Math.max(1, foreground.bottom - foreground.top)
  return { cells, mirrored, aspect: boxWidth / boxHeight, fill: mass / (boxWidth * boxHeight) }
}

const SHIFTS: ReadonlyArray<readonly [number, number]> = [
  [0, 0],
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
]

/** 1 − overlap (soft intersection over union) of two grids, best of five one-cell shifts. */
export function outlineDistance(first: Float32Array, second: Float32Array): number {
  let best = 0
  for (const [dx, dy] of SHIFTS) {
    let shared = 0
    let either = 0
    for (let row = 1; row < SIDE - 1; row++) {
      const base = row * SIDE
      const moved = (row + dy) * SIDE + dx
      for (let column = 1; column < SIDE - 1; column++) {
        const p = first[base + column]
        const q = second[moved + column]
        if (p < q) {
          shared += p
          either += q
        } else {
          shared += q
          either += p
        }
      }
    }
    if (either > 0) best = Math.max(best, shared / either)
  }
  return 1 - best
}
