import justifiedLayout from 'justified-layout'

/** One photo's place in a row; `index` is its place in the list. */
export interface RowCell {
  index: number
  left: number
  width: number
}

export interface GridRow {
  top: number
  height: number
  cells: RowCell[]
}

/** Justified rows of a list of photos at one width. */
export interface RowLayout {
  width: number
  rows: GridRow[]
  /** How many photos are laid out. */
  count: number
  height: number
}

const GAP = 6
/** justified-layout joins its result arrays row by row, which is quadratic; slices keep 50,000 photos quick. */
const SLICE = 500

/** Rows low enough that a phone shows two or three photos side by side, high enough to judge a product on a desk. */
export function rowHeightFor(width: number): number {
  return width < 480 ? 132 : width < 900 ? 164 : 190
}

/** Panoramas and receipts would take a row or a column for themselves; they are cropped to this instead. */
export function clampRatio(ratio: number): number {
  return Math.min(2.6, Math.max(0.5, ratio))
}

/**
 * Lays `ratios` (width / height) out in justified rows. With a `previous` layout of the same width whose photos are
 * a prefix of the list, every complete row stays exactly where it was: only the open last row is laid out again.
 * Appending a page therefore moves nothing that can be on screen.
 */
export function layoutRows(ratios: number[], width: number, previous?: RowLayout): RowLayout {
  const reusable =
    previous && previous.width === width && previous.count <= ratios.length ? previous : undefined
  let rows = reusable ? reusable.rows : []
  let next = reusable ? reusable.count : 0
  if (width <= 0) return { width, rows: [], count: 0, height: 0 }
  while (next < ratios.length) {
    const open = rows.at(-1)
    const from = open?.cells[0]?.index ?? 0
    const top = open?.top ?? 0
    const to = Math.min(ratios.length, Math.max(next, from) + SLICE)
    rows = [...rows.slice(0, -1), ...layoutSlice(ratios, from, to, top, width)]
    next = to
  }
  const last = rows.at(-1)
  return { width, rows, count: ratios.length, height: last ? last.top + last.height : 0 }
}

function layoutSlice(ratios: number[], from: number, to: number, top: number, width: number): GridRow[] {
  const { boxes } = justifiedLayout(ratios.slice(from, to).map(clampRatio), {
    containerWidth: width,
    containerPadding: 0,
    boxSpacing: GAP,
    targetRowHeight: rowHeightFor(width),
    widowLayoutStyle: 'left',
  })
  const rows: GridRow[] = []
  let openTop = Number.NaN
  for (const [offset, box] of boxes.entries()) {
    if (box.top !== openTop) {
      openTop = box.top
      rows.push({ top: top + box.top, height: box.height, cells: [] })
    }
    rows.at(-1)?.cells.push({ index: from + offset, left: box.left, width: box.width })
  }
  return rows
}

/** The row that shows photo `index`, by bisection; -1 when it is not laid out. */
export function rowOf(layout: RowLayout, index: number): number {
  let low = 0
  let high = layout.rows.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const cells = layout.rows[middle]?.cells ?? []
    const first = cells[0]?.index ?? 0
    const last = cells.at(-1)?.index ?? -1
    if (index < first) high = middle - 1
    else if (index > last) low = middle + 1
    else return middle
  }
  return -1
}
