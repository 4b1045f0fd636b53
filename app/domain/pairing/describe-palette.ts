import type { Raster } from './raster'

/** One flat colour of a product and how much of it there is. */
export interface Swatch {
  readonly l: number
  readonly a: number
  readonly b: number
  readonly share: number
}

const ROUNDS = 6

/** Up to six main colours by k-means, seeded from the lightness order so that it is repeatable. */
export function describePalette(raster: Raster, wanted: Uint8Array, most = 6): Swatch[] {
  const chosen: number[] = []
  for (let index = 0; index < wanted.length; index++) if (wanted[index] === 1) chosen.push(index)
  if (chosen.length === 0) return []
  const step = Math.max(1, chosen.length / 1_500)
  const points: number[] = []
  for (let at = 0; at < chosen.length; at += step) points.push(chosen[Math.floor(at)])
  const byLightness = [...points].sort((p, q) => raster.lightness[p] - raster.lightness[q])
  let centres = Array.from({ length: most }, (_, k) => {
    const at = byLightness[Math.floor(((k + 0.5) / most) * byLightness.length)]
    return { l: raster.lightness[at], a: raster.a[at], b: raster.b[at], share: 0 }
  })
  for (let round = 0; round < ROUNDS; round++) {
    const sums = centres.map(() => ({ l: 0, a: 0, b: 0, n: 0 }))
    for (const at of points) {
      let best = 0
      let least = Infinity
      for (let k = 0; k < centres.length; k++) {
        const centre = centres[k]
        const distance =
          (0.7 * (centre.l - raster.lightness[at])) ** 2 +
          (centre.a - raster.a[at]) ** 2 +
          (centre.b - raster.b[at]) ** 2
        if (distance < least) {
          least = distance
          best = k
        }
      }
      const sum = sums[best]
      sum.l += raster.lightness[at]
      sum.a += raster.a[at]
      sum.b += raster.b[at]
      sum.n++
    }
    centres = sums.map((sum, k) =>
      sum.n === 0
        ? centres[k]
        : { l: sum.l / sum.n, a: sum.a / sum.n, b: sum.b / sum.n, share: sum.n / points.length },
    )
  }
  return centres.filter((centre) => centre.share > 0.01)
}

function swatchDistance(p: Omit<Swatch, 'share'>, q: Omit<Swatch, 'share'>): number {
  return Math.sqrt((0.7 * (p.l - q.l)) ** 2 + (p.a - q.a) ** 2 + (p.b - q.b) ** 2)
}

/**
 * How well the plainer side's colours are found in the other side: the mean distance from each
 * swatch to its nearest counterpart, taken in the direction where it is smaller. A shirt's back
 * lacks the front's print, but has no colour the front lacks.
 */
export function paletteContainment(first: readonly Swatch[], second: readonly Swatch[]): number {
  return Math.min(reach(first, second), reach(second, first))
}

function reach(from: readonly Swatch[], to: readonly Swatch[]): number {
  let total = 0
  let weight = 0
  for (const swatch of from) {
    let least = 60
    for (const other of to) {
      if (other.share < 0.03) continue
      least = Math.min(least, swatchDistance(swatch, other))
    }
    total += swatch.share * least
    weight += swatch.share
  }
  return weight > 0 ? total / weight : 60
}
