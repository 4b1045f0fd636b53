import { rowOf, type GridRow, type RowCell, type RowLayout } from './layout-rows'

export interface FocusKey {
  key: string
  ctrlKey?: boolean
}

/**
 * Where the keyboard goes from photo `index`: left and right run through the list, up and down go to the photo
 * above or below the middle of this one, Home and End to the ends of the row, with Ctrl to the ends of the list,
 * Page Up and Down by `pageHeight` pixels. Undefined when the key does not move.
 */
export function moveFocus(
  layout: RowLayout,
  index: number,
  { key, ctrlKey = false }: FocusKey,
  pageHeight: number,
): number | undefined {
  const last = layout.count - 1
  if (last < 0) return undefined
  const row = rowOf(layout, index)
  const cells = layout.rows[row]?.cells ?? []
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, index - 1)
    case 'ArrowRight':
      return Math.min(last, index + 1)
    case 'ArrowUp':
      return acrossRows(layout, index, row, row - 1)
    case 'ArrowDown':
      return acrossRows(layout, index, row, row + 1)
    case 'PageUp':
      return acrossRows(layout, index, row, rowAt(layout, row, -pageHeight))
    case 'PageDown':
      return acrossRows(layout, index, row, rowAt(layout, row, pageHeight))
    case 'Home':
      return ctrlKey ? 0 : (cells[0]?.index ?? 0)
    case 'End':
      return ctrlKey ? last : (cells.at(-1)?.index ?? last)
    default:
      return undefined
  }
}

/** Where the keyboard goes when these photos leave: it stays, or goes to the nearest behind, or else before. */
export function focusAfterRemoval(
  order: readonly string[],
  index: number,
  leaving: ReadonlySet<string>,
): string | undefined {
  const stays = (id: string) => !leaving.has(id)
  return order.slice(index).find(stays) ?? order.slice(0, index).findLast(stays)
}

function rowAt(layout: RowLayout, row: number, distance: number): number {
  const from = layout.rows[row]?.top ?? 0
  const step = distance < 0 ? -1 : 1
  let at = row
  while (layout.rows[at + step] && Math.abs((layout.rows[at]?.top ?? 0) - from) < Math.abs(distance))
    at += step
  return at
}

function acrossRows(layout: RowLayout, index: number, fromRow: number, toRow: number): number {
  const from = layout.rows[fromRow]?.cells.find((cell) => cell.index === index)
  const to: GridRow | undefined = layout.rows[toRow]
  if (!from || !to) return index
  const middle = from.left + from.width / 2
  const distance = (cell: RowCell) => Math.abs(cell.left + cell.width / 2 - middle)
  return to.cells.reduce((best, cell) => (distance(cell) < distance(best) ? cell : best), to.cells[0] ?? from)
    .index
}
