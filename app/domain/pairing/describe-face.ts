import type { Foreground } from './segment-foreground'
import type { Raster } from './raster'

/** Traits that tell the front of a product from its back, each meaning nothing on its own. */
export interface Face {
  /** Colour contrast of the middle against the rest of the product: prints, labels, buttons. */
  readonly print: number
  /** How deep the top edge dips between the shoulders, as a share of the height. */
  readonly neckDip: number
  /** Detail along the vertical middle line against both sides: buttons, zips, plackets, ties. */
  readonly middleLine: number
  /** Darker or differently coloured patch under the neck: the inside of the back seen through a collar. */
  readonly neckPatch: number
  /** Saturation overall; a package's front is the colourful side. */
  readonly saturation: number
}

export function describeFace(raster: Raster, foreground: Foreground): Face {
  const { width, lightness, a, b } = raster
  const { mask, left, right, top, bottom } = foreground
  const spanX = Math.max(4, right - left)
  const spanY = Math.max(4, bottom - top)
  const column = (share: number): number =>
    Math.min(right - 1, Math.max(left, Math.round(left + share * spanX)))
  const row = (share: number): number => Math.min(bottom - 1, Math.max(top, Math.round(top + share * spanY)))

  const middle = gather(0.3, 0.7, 0.15, 0.65)
  const rest = gather(0.1, 0.9, 0.65, 0.92)
  const neck = gather(0.42, 0.58, 0.0, 0.14)
  const chest = gather(0.3, 0.7, 0.2, 0.45)

  function gather(
    x0: number,
    x1: number,
    y0: number,
    y1: number,
  ): { l: number; a: number; b: number; spread: number; edge: number; n: number } {
    let n = 0
    let sl = 0
    let sa = 0
    let sb = 0
    let squares = 0
    let edge = 0
    for (let y = row(y0); y < row(y1); y++)
      for (let x = column(x0); x < column(x1); x++) {
        const at = y * width + x
        if (mask[at] < 0.5) continue
        n++
        sl += lightness[at]
        sa += a[at]
        sb += b[at]
        squares += lightness[at] ** 2 + a[at] ** 2 + b[at] ** 2
        edge +=
          Math.abs(lightness[at] - lightness[at > 0 ? at - 1 : at]) +
          Math.abs(lightness[at] - lightness[at >= width ? at - width : at])
      }
    if (n === 0) return { l: 0, a: 0, b: 0, spread: 0, edge: 0, n }
    const mean = { l: sl / n, a: sa / n, b: sb / n }
    return {
      ...mean,
      spread: Math.sqrt(Math.max(0, squares / n - mean.l ** 2 - mean.a ** 2 - mean.b ** 2)),
      edge: edge / n,
      n,
    }
  }

  const topEdge = (share: number): number => {
    const x = column(share)
    for (let y = top; y < bottom; y++) if (mask[y * width + x] >= 0.5) return (y - top) / spanY
    return 1
  }
  const shoulders = (topEdge(0.34) + topEdge(0.66) + topEdge(0.38) + topEdge(0.62)) / 4
  const throat = (topEdge(0.48) + topEdge(0.5) + topEdge(0.52)) / 3
  const line = gather(0.46, 0.54, 0.2, 0.9)
  const beside = (gather(0.3, 0.42, 0.2, 0.9).edge + gather(0.58, 0.7, 0.2, 0.9).edge) / 2
  const whole = gather(0, 1, 0, 1)
  return {
    print: middle.n > 0 && rest.n > 0 ? middle.spread - rest.spread : 0,
    neckDip: throat - shoulders,
    middleLine: line.n > 0 ? line.edge - beside : 0,
    neckPatch:
      neck.n > 12 && chest.n > 12
        ? Math.hypot(0.7 * (neck.l - chest.l), neck.a - chest.a, neck.b - chest.b)
        : 0,
    saturation: Math.hypot(whole.a, whole.b),
  }
}
