import { useState, type DragEvent } from 'react'

/** The data type a dragged photo carries. */
const photoDragType = 'application/x-recto-photo'

/** A photo that can be dragged onto others, and onto which others can be dropped; `over` while one hangs above it. */
export function usePhotoDrop(
  photoId: string,
  onDrop: (dropped: string) => void,
  { locked = false }: { locked?: boolean } = {},
) {
  const [over, setOver] = useState(false)
  return {
    over,
    handlers: {
      draggable: !locked,
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.setData(photoDragType, photoId)
        event.dataTransfer.effectAllowed = 'move'
      },
      onDragOver: (event: DragEvent) => {
        if (locked || !event.dataTransfer.types.includes(photoDragType)) return
        event.preventDefault()
        setOver(true)
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        setOver(false)
        const dropped = event.dataTransfer.getData(photoDragType)
        if (locked || !dropped) return
        event.preventDefault()
        if (dropped !== photoId) onDrop(dropped)
      },
    },
  }
}
