import { describe, expect, it } from 'vitest'
import { layoutRows, rowOf } from './layout-rows'
import { focusAfterRemoval, moveFocus } from './move-focus'

const layout = layoutRows(
  Array.from({ length: 60 }, () => 1),
  1000,
)
const perRow = layout.rows[0]?.cells.length ?? 0
const go = (index: number, key: string, ctrlKey = false) => moveFocus(layout, index, { key, ctrlKey }, 450)

describe('moveFocus', () => {
  it('runs through the list with left and right and stops at the ends', () => {
    expect(go(3, 'ArrowRight')).toBe(4)
    expect(go(0, 'ArrowLeft')).toBe(0)
    expect(go(59, 'ArrowRight')).toBe(59)
  })

  it('goes straight up and down among equal photos', () => {
    expect(go(1, 'ArrowDown')).toBe(1 + perRow)
    expect(go(1 + perRow, 'ArrowUp')).toBe(1)
    expect(go(1, 'ArrowUp')).toBe(1)
  })

  it('finds the photo nearest the middle among unequal ones', () => {
    const uneven = layoutRows([2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1], 900)
    const target = moveFocus(uneven, 0, { key: 'ArrowDown' }, 400) ?? -1
    expect(rowOf(uneven, target)).toBe(1)
  })

  it('knows the ends of the row and, with Ctrl, of the list', () => {
    expect(go(perRow + 1, 'Home')).toBe(perRow)
    expect(go(perRow + 1, 'End')).toBe(2 * perRow - 1)
    expect(go(perRow + 1, 'Home', true)).toBe(0)
    expect(go(perRow + 1, 'End', true)).toBe(59)
  })

  it('pages by the height of the window', () => {
    const down = go(0, 'PageDown') ?? 0
    expect(rowOf(layout, down)).toBeGreaterThan(1)
    expect(go(down, 'PageUp')).toBe(0)
  })

  it('leaves other keys alone', () => {
    expect(go(0, 'x')).toBeUndefined()
    expect(moveFocus(layoutRows([], 500), 0, { key: 'ArrowDown' }, 100)).toBeUndefined()
  })
})

describe('focusAfterRemoval', () => {
  const order = ['a', 'b', 'c', 'd', 'e']
  it('goes to the nearest photo behind that stays, or else before', () => {
    expect(focusAfterRemoval(order, 1, new Set(['b', 'c']))).toBe('d')
    expect(focusAfterRemoval(order, 4, new Set(['d', 'e']))).toBe('c')
  })

  it('stays where it is when others leave, and goes nowhere when all do', () => {
    expect(focusAfterRemoval(order, 2, new Set(['b', 'd']))).toBe('c')
    expect(focusAfterRemoval(order, 2, new Set(order))).toBeUndefined()
  })
})
