import { useCallback, useState } from 'react'
import type { PhotoView } from '~/domain/photos/photo-view'
import { focusAfterRemoval } from './move-focus'

export interface GridFocus {
  /** The photo the keyboard stands on. */
  currentId: string | undefined
  setCurrentId: (id: string) => void
  /** Counts the times that the focus has to go to the current photo: its row may not exist yet. */
  moved: number
  moveTo: (id: string) => void
  /** Before these photos, or the bar that offers what to do with them, go: the focus would fall to the body. */
  leave: (leaving: readonly string[]) => void
}

/** Where the keyboard stands in a grid of photos, and where it goes when they leave. */
export function useGridFocus(photos: readonly PhotoView[]): GridFocus {
  const [currentId, setCurrentId] = useState<string>()
  const [moved, setMoved] = useState(0)
  const moveTo = useCallback((id: string) => {
    setCurrentId(id)
    setMoved((count) => count + 1)
  }, [])
  const leave = useCallback(
    (leaving: readonly string[]) => {
      const order = photos.map(({ id }) => id)
      const index = Math.max(0, currentId === undefined ? 0 : order.indexOf(currentId))
      const next = focusAfterRemoval(order, index, new Set(leaving))
      if (next !== undefined) setCurrentId(next)
      // The server may have taken its time, and the person gone on to another part of the page.
      const at = document.activeElement
      if (at && at !== document.body && !at.closest('[role=grid], [role=toolbar]')) return
      if (next === undefined) document.getElementById('content')?.focus({ preventScroll: true })
      else setMoved((count) => count + 1)
    },
    [photos, currentId],
  )
  return { currentId, setCurrentId, moved, moveTo, leave }
}
