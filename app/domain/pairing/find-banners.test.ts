import { describe, expect, it } from 'vitest'
import { findShown } from './find-banners'
import { rasterFromRgb } from './raster'

const W = 90
const H = 120

/** A shaded surface with grain; `paint` may overrule a pixel. */
function picture(paint: (x: number, y: number) => readonly [number, number, number] | null) {
  const bytes = new Uint8Array(W * H * 3)
  for (let y = 0; y < H; y++)
    for (let x = 0; x < W; x++) {
      const grain = ((x * 7 + y * 13) % 11) - 5
      const shade = 120 + x * 0.5 + grain
      bytes.set(paint(x, y) ?? [shade, shade - 8, shade - 20], (y * W + x) * 3)
    }
  return rasterFromRgb(bytes, W, H)
}

describe('findShown', () => {
  it('leaves a photo without bands whole', () => {
    expect(findShown(picture(() => null))).toEqual({ left: 0, top: 0, right: W, bottom: H })
  })

  it('cuts off a banner with lettering', () => {
    const lettering = (x: number, y: number): boolean => y > 104 && y < 114 && x > 10 && x < 80 && x % 6 < 3
    const { bottom, ...rest } = findShown(
      picture((x, y) => (y < 100 ? null : lettering(x, y) ? [255, 255, 255] : [194, 24, 91])),
    )
    expect(bottom).toBeGreaterThanOrEqual(97)
    expect(bottom).toBeLessThanOrEqual(100)
    expect(rest).toEqual({ left: 0, top: 0, right: W })
  })

  it('cuts off the bars beside a portrait picture', () => {
    const { left, right } = findShown(picture((x) => (x < 12 || x >= W - 12 ? [0, 0, 0] : null)))
    expect(left).toBeGreaterThanOrEqual(12)
    expect(left).toBeLessThanOrEqual(14)
    expect(right).toBeLessThanOrEqual(W - 12)
    expect(right).toBeGreaterThanOrEqual(W - 14)
  })

  it('keeps a table whose edge is straight but whose wood is not flat', () => {
    const wood = (x: number, y: number): readonly [number, number, number] => {
      const grain = ((x * 31 + y * 17) % 29) * 2
      return [60 + grain, 40 + grain, 20 + grain]
    }
    expect(findShown(picture((x, y) => (y > 90 ? wood(x, y) : null)))).toMatchObject({ bottom: H })
  })

  it('keeps a white studio surface around a product', () => {
    const shown = findShown(
      picture((x, y) => (x > 20 && x < 70 && y > 20 && y < 100 ? [30, 60, 120] : [250, 250, 250])),
    )
    expect(shown).toEqual({ left: 0, top: 0, right: W, bottom: H })
  })
})
