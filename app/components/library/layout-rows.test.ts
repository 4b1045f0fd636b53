import { describe, expect, it } from 'vitest'
import { layoutRows, rowOf } from './layout-rows'

const ratios = (count: number) =>
  Array.from({ length: count }, (_, i) => [0.75, 1, 1.5, 1.33, 0.66][i % 5] ?? 1)

describe('layoutRows', () => {
  it('places every photo once, in order, inside the width, without overlap', () => {
    const layout = layoutRows(ratios(1203), 1180)
    const cells = layout.rows.flatMap((row) => row.cells)
    expect(cells.map((cell) => cell.index)).toEqual(Array.from({ length: 1203 }, (_, i) => i))
    for (const [i, row] of layout.rows.entries()) {
      const below = layout.rows[i + 1]
      if (below) expect(below.top).toBeGreaterThanOrEqual(row.top + row.height)
      for (const [j, cell] of row.cells.entries()) {
        const right = row.cells[j + 1]
        if (right) expect(right.left).toBeGreaterThan(cell.left + cell.width)
        expect(cell.left + cell.width).toBeLessThanOrEqual(1180.5)
      }
    }
  })

  it('moves no complete row when a page is appended', () => {
    const first = layoutRows(ratios(100), 900)
    const second = layoutRows(ratios(200), 900, first)
    expect(second.rows.slice(0, first.rows.length - 1)).toEqual(first.rows.slice(0, -1))
    expect(second.count).toBe(200)
  })

  it('gives the same rows page by page as all at once', () => {
    let paged = layoutRows(ratios(60), 700)
    for (const count of [120, 180, 240]) paged = layoutRows(ratios(count), 700, paged)
    expect(paged.rows.map((row) => row.cells.length)).toEqual(
      layoutRows(ratios(240), 700).rows.map((row) => row.cells.length),
    )
  })

  it('keeps panoramas and receipts to a sane share of a row', () => {
    const layout = layoutRows([12, 0.05, 1, 1], 1000)
    for (const row of layout.rows) expect(row.height).toBeGreaterThan(60)
  })

  it('lays out nothing before the width is known', () => {
    expect(layoutRows(ratios(10), 0).rows).toEqual([])
  })

  it('finds the row of a photo', () => {
    const layout = layoutRows(ratios(500), 1000)
    for (const index of [0, 17, 250, 499]) {
      expect(layout.rows[rowOf(layout, index)]?.cells.some((cell) => cell.index === index)).toBe(true)
    }
    expect(rowOf(layout, 500)).toBe(-1)
  })
})
