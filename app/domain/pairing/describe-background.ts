import type { Raster } from './raster'

/** The surface a product lies on: its colours by place in the frame (never mirrored: the camera did not move). */
export interface Background {
  /** GRID × GRID × (L, a, b, coverage). */
  readonly cells: Float32Array
  /** Middle colour of all background, the reference for the light. Null where there is none. */
  readonly reference: readonly [number, number, number] | null
}

const GRID = 8

export function describeBackground(raster: Raster, outside: Uint8Array): Background {
  const { width, height } = raster
  const cells = new Float32Array(GRID * GRID * 4)
  const l: number[] = []
  const a: number[] = []
  const b: number[] = []
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const index = y * width + x
      if (outside[index] === 0) continue
      const at = (Math.floor((y / height) * GRID) * GRID + Math.floor((x / width) * GRID)) * 4
      cells[at] += raster.lightness[index]
      cells[at + 1] += raster.a[index]
      cells[at + 2] += raster.b[index]
      cells[at + 3]++
      if ((x + 3 * y) % 7 === 0) {
        l.push(raster.lightness[index])
        a.push(raster.a[index])
        b.push(raster.b[index])
      }
    }
  const full = (width / GRID) * (height / GRID)
  for (let at = 0; at < cells.length; at += 4) {
    const count = cells[at + 3]
    if (count === 0) continue
    cells[at] /= count
    cells[at + 1] /= count
    cells[at + 2] /= count
    cells[at + 3] = Math.min(1, count / full)
  }
  const reference = l.length > 40 ? ([median(l), median(a), median(b)] as const) : null
  return { cells, reference }
}

function median(values: number[]): number {
  return Float32Array.from(values).sort()[values.length >> 1]
}

/** Mean colour difference over the cells where both frames show background. */
export function backgroundDistance(first: Background, second: Background): number {
  let sum = 0
  let weight = 0
  for (let at = 0; at < first.cells.length; at += 4) {
    const both = Math.min(first.cells[at + 3], second.cells[at + 3])
    if (both < 0.25) continue
    const l = 0.7 * (first.cells[at] - second.cells[at])
    const a = first.cells[at + 1] - second.cells[at + 1]
    const b = first.cells[at + 2] - second.cells[at + 2]
    sum += both * Math.min(40, Math.sqrt(l * l + a * a + b * b))
    weight += both
  }
  return weight > 0 ? sum / weight : 15
}

/** Largest Lab offset still taken for a change of light; beyond it the surface itself is another. */
const LIGHT_REACH = 16

/** What to add to the first photo's colours to see them in the second photo's light. */
export function lightShift(first: Background, second: Background): readonly [number, number, number] {
  if (!first.reference || !second.reference) return [0, 0, 0]
  const l = second.reference[0] - first.reference[0]
  const a = second.reference[1] - first.reference[1]
  const b = second.reference[2] - first.reference[2]
  const size = Math.hypot(l, a, b)
  return size > LIGHT_REACH ? [0, 0, 0] : [l, a, b]
}
