import { clsx } from 'clsx'
import { useState } from 'react'
import type { PhotoView } from '~/domain/photos/photo-view'
import { Thumbnail } from '../photo/thumbnail'

const TYPE = 'application/x-recto-photo'

/** A photo of a pair: drag it away, or drop another onto it to pair that one instead. */
export function DropPhoto({
  photo,
  role,
  locked,
  onDrop,
}: {
  photo: PhotoView
  role: 'Front' | 'Back'
  locked: boolean
  onDrop: (photoId: string) => void
}) {
  const [over, setOver] = useState(false)
  return (
    <figure
      draggable={!locked}
      onDragStart={(event) => event.dataTransfer.setData(TYPE, photo.id)}
      onDragOver={(event) => {
        if (locked || !event.dataTransfer.types.includes(TYPE)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const dropped = event.dataTransfer.getData(TYPE)
        if (dropped && dropped !== photo.id) onDrop(dropped)
      }}
      className={clsx('min-w-0', !locked && 'cursor-grab', over && 'rounded-lg ring-2 ring-accent')}
    >
      <div className="aspect-4/5 overflow-hidden rounded-lg bg-sunken">
        <Thumbnail photo={photo} fit="contain" alt={`${role}: ${photo.fileName}`} />
      </div>
      <figcaption className="mt-1 flex gap-2 text-xs text-faint">
        <span className="font-medium text-soft">{role}</span>
        <span className="truncate">{photo.deletedAt ? 'deleted' : photo.fileName}</span>
      </figcaption>
    </figure>
  )
}

/** The data type a dragged photo carries. */
export const photoDragType = TYPE
