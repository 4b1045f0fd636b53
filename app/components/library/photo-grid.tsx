import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, type KeyboardEvent } from 'react'
import type { PhotoView } from '~/domain/photos/photo-view'
import { rowOf } from './layout-rows'
import { moveFocus } from './move-focus'
import { PhotoTile } from './photo-tile'
import type { Selection, SelectionAction } from './select-photos'
import type { GridFocus } from './use-grid-focus'
import { useRowLayout } from './use-row-layout'

/** The top bar and the selection bar lie over the page; the bottom bar does on phones. */
const SCROLL_PADDING = { scrollPaddingStart: 140, scrollPaddingEnd: 88 }
const OVERSCAN_ROWS = 4
/** Ask for the next page this many rows before the last. */
const AHEAD_ROWS = 8

export interface PhotoGridProps {
  photos: readonly PhotoView[]
  selection: Selection
  /** Taps select instead of opening, before anything is selected: for fingers. */
  selectMode: boolean
  onSelect: (action: SelectionAction) => void
  onOpen: (photo: PhotoView) => void
  /** Absent where nothing can be deleted: in the bin. */
  onDelete?: () => void
  focus: GridFocus
  /** The list's filters as `?…`, for links to photos. */
  linkSuffix: string
  hasMore: boolean
  onMore: () => void
  label: string
}

/**
 * Thousands of photos in justified rows; only the rows near the window exist. An ARIA grid with one tab stop:
 * arrows, Home, End and the page keys move, Enter opens, Space selects, with Shift a range, Escape clears,
 * Delete deletes.
 */
export function PhotoGrid(props: PhotoGridProps) {
  const {
    photos,
    selection,
    selectMode,
    onSelect,
    onOpen,
    onDelete,
    focus: { currentId, setCurrentId, moved, moveTo },
    linkSuffix,
    hasMore,
    onMore,
    label,
  } = props
  const gridRef = useRef<HTMLDivElement>(null)
  const { layout, top } = useRowLayout(gridRef, photos)
  const order = useMemo(() => photos.map(({ id }) => id), [photos])
  const currentIndex = Math.max(0, currentId === undefined ? 0 : order.indexOf(currentId))
  const currentRow = rowOf(layout, currentIndex)
  const selecting = selectMode || selection.ids.size > 0

  const virtualizer = useWindowVirtualizer({
    count: layout.rows.length,
    estimateSize: (index) => {
      const row = layout.rows[index]
      const next = layout.rows[index + 1]
      return row ? (next ? next.top - row.top : row.height) : 0
    },
    overscan: OVERSCAN_ROWS,
    scrollMargin: top,
    ...SCROLL_PADDING,
    // The row that has the focus stays, wherever the page is scrolled to: focus must not fall to the body.
    rangeExtractor: useCallback(
      (range: Range) => {
        const rows = defaultRangeExtractor(range)
        if (currentRow < 0 || currentRow >= range.count || rows.includes(currentRow)) return rows
        return [...rows, currentRow].sort((a, b) => a - b)
      },
      [currentRow],
    ),
  })
  useLayoutEffect(() => virtualizer.measure(), [layout, virtualizer])

  const lastVisible = virtualizer.range?.endIndex ?? 0
  useEffect(() => {
    if (hasMore && lastVisible >= layout.rows.length - AHEAD_ROWS) onMore()
  }, [hasMore, lastVisible, layout.rows.length, onMore])

  // After a key moved the focus: the row may only exist since this render.
  useLayoutEffect(() => {
    if (moved > 0 && currentId) {
      gridRef.current
        ?.querySelector<HTMLElement>(`[data-photo="${currentId}"]`)
        ?.focus({ preventScroll: true })
    }
  }, [moved, currentId])

  function handleKeyDown(event: KeyboardEvent) {
    const current = photos[currentIndex]
    if (!current || event.altKey) return
    const ctrlKey = event.ctrlKey || event.metaKey
    const target = moveFocus(layout, currentIndex, { key: event.key, ctrlKey }, window.innerHeight - 200)
    if (target !== undefined) {
      event.preventDefault()
      const photo = photos[target]
      if (!photo) return
      if (event.shiftKey) {
        if (selection.ids.size === 0) onSelect({ type: 'toggle', id: current.id })
        onSelect({ type: 'extend', id: photo.id, order })
      }
      virtualizer.scrollToIndex(rowOf(layout, target), { align: 'auto' })
      moveTo(photo.id)
      return
    }
    if (!handleCommand(event.key, ctrlKey, event.shiftKey, current)) return
    event.preventDefault()
  }

  function handleCommand(key: string, ctrlKey: boolean, shiftKey: boolean, current: PhotoView): boolean {
    if (key === 'Enter') onOpen(current)
    else if (key === ' ')
      onSelect(shiftKey ? { type: 'extend', id: current.id, order } : { type: 'toggle', id: current.id })
    else if (key === 'Escape' && selecting) onSelect({ type: 'clear' })
    else if (key === 'a' && ctrlKey) onSelect({ type: 'all', order })
    else if ((key === 'Delete' || key === 'Backspace') && onDelete) onDelete()
    else return false
    return true
  }

  const toggle = useCallback((id: string) => onSelect({ type: 'toggle', id }), [onSelect])
  const extend = useCallback((id: string) => onSelect({ type: 'extend', id, order }), [onSelect, order])

  return (
    // tabIndex -1: the cells take the focus; the grid only listens.
    <div
      ref={gridRef}
      role="grid"
      aria-label={label}
      aria-multiselectable
      aria-rowcount={hasMore ? -1 : layout.rows.length}
      aria-busy={layout.width === 0}
      tabIndex={-1}
      onKeyDown={handleKeyDown}
      className="relative w-full outline-none"
      style={{ height: layout.width === 0 ? '100vh' : layout.height }}
    >
      {virtualizer.getVirtualItems().map((virtual) => {
        const row = layout.rows[virtual.index]
        if (!row) return null
        return (
          <div
            key={virtual.key}
            role="row"
            aria-rowindex={virtual.index + 1}
            className="absolute inset-x-0"
            style={{ top: row.top, height: row.height }}
          >
            {row.cells.map((cell, column) => {
              const photo = photos[cell.index]
              if (!photo) return null
              return (
                <PhotoTile
                  key={photo.id}
                  photo={photo}
                  linkSuffix={linkSuffix}
                  left={cell.left}
                  width={cell.width}
                  column={column + 1}
                  selected={selection.ids.has(photo.id)}
                  selecting={selecting}
                  current={cell.index === currentIndex}
                  onFocus={setCurrentId}
                  onToggle={toggle}
                  onExtend={extend}
                />
              )
            })}
          </div>
        )
      })}
    </div>
  )
}
