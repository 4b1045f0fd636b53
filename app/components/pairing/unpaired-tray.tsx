import { clsx } from 'clsx'
import { useState } from 'react'
import type { PhotoView } from '~/domain/photos/photo-view'
import { Thumbnail } from '../photo/thumbnail'
import { Button } from '../ui/button'
import { photoDragType } from './drop-photo'

/** Photos without a partner: drag one onto a pair, or choose two (front first) and pair them. */
export function UnpairedTray({
  photos,
  busy,
  onJoin,
}: {
  photos: readonly PhotoView[]
  busy: boolean
  onJoin: (front: string, back: string) => void
}) {
  const [chosen, setChosen] = useState<string[]>([])
  const present = chosen.filter((id) => photos.some((photo) => photo.id === id))
  const [front, back] = present
  if (photos.length === 0) return null
  return (
    <section aria-label="Photos without a partner" className="mt-8">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-base font-semibold">Without a partner ({photos.length})</h2>
        <Button
          size="small"
          disabled={busy || !front || !back}
          onClick={() => {
            if (front && back) onJoin(front, back)
            setChosen([])
          }}
        >
          Pair the two chosen
        </Button>
      </div>
      <ul className="grid grid-cols-3 gap-3 sm:grid-cols-5 lg:grid-cols-8">
        {photos.map((photo) => {
          const place = present.indexOf(photo.id)
          return (
            <li key={photo.id}>
              <button
                type="button"
                draggable
                aria-pressed={place >= 0}
                onDragStart={(event) => event.dataTransfer.setData(photoDragType, photo.id)}
                onClick={() =>
                  setChosen(
                    place >= 0 ? present.filter((id) => id !== photo.id) : [...present, photo.id].slice(-2),
                  )
                }
                className={clsx(
                  'block w-full overflow-hidden rounded-lg border text-left',
                  place >= 0 ? 'border-accent ring-2 ring-accent/40' : 'border-line',
                )}
              >
                <span className="block aspect-square">
                  <Thumbnail photo={photo} fit="contain" alt="" />
                </span>
                <span className="block truncate px-2 py-1 text-xs text-soft">
                  {place >= 0 ? `${place === 0 ? 'Front' : 'Back'}: ` : ''}
                  {photo.fileName}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
