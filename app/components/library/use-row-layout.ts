import { useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react'
import type { PhotoView } from '~/domain/photos/photo-view'
import { layoutRows, type RowLayout } from './layout-rows'

// The last width, so that coming back to the page lays out at once: the browser restores the scroll position before
// anything could be measured.
let lastWidth = 0
let lastTop = 0

// A photo keeps the shape it was first shown with while the page lives. Its dimensions arrive when the worker has
// read it, in the middle of looking and clicking: the grid must not move then.
const shapes = new Map<string, number>()

function shapeOf(photo: PhotoView): number {
  const known = shapes.get(photo.id)
  if (known) return known
  const shape = photo.width && photo.height ? photo.width / photo.height : 1
  shapes.set(photo.id, shape)
  return shape
}

const useBrowserLayoutEffect = typeof window === 'undefined' ? useEffect : useLayoutEffect

/** Rows for `photos` at the width of the grid, and where the grid begins on the page. */
export function useRowLayout(
  gridRef: RefObject<HTMLElement>,
  photos: readonly PhotoView[],
): { layout: RowLayout; top: number } {
  const [width, setWidth] = useState(lastWidth)
  const [top, setTop] = useState(lastTop)
  const previous = useRef<{ photos: readonly PhotoView[]; layout: RowLayout }>()

  useBrowserLayoutEffect(() => {
    const grid = gridRef.current
    if (!grid) return
    const measure = () => {
      lastWidth = Math.floor(grid.clientWidth)
      lastTop = Math.round(grid.getBoundingClientRect().top + window.scrollY)
      setWidth(lastWidth)
      setTop(lastTop)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(grid)
    // What stands above the grid may grow and push it down.
    if (grid.parentElement) observer.observe(grid.parentElement)
    return () => observer.disconnect()
  }, [gridRef])

  const layout = useMemo(() => {
    const before = previous.current
    const grown = before && isPrefix(before.photos, photos) ? before.layout : undefined
    // Without a width nothing is shown: on the server above all, where shapes would be kept for ever.
    const next = layoutRows(width === 0 ? [] : photos.map(shapeOf), width, grown)
    previous.current = { photos, layout: next }
    return next
  }, [photos, width])
  return { layout, top }
}

function isPrefix(before: readonly PhotoView[], after: readonly PhotoView[]): boolean {
  return before.length <= after.length && before.every((photo, index) => photo.id === after[index]?.id)
}
