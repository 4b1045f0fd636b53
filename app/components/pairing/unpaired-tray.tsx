import { clsx } from 'clsx'
import { useState } from 'react'
import type { RunPhoto } from '~/domain/pairing/runs/run-view'
import { Thumbnail } from '../photo/thumbnail'
import { Button } from '../ui/button'
import { usePhotoDrop } from './use-photo-drop'

/** Photos without a partner: drag one onto a pair or onto another, or choose two (front first) and pair them. */
export function UnpairedTray({
  photos,
  onJoin,
}: {
  photos: readonly RunPhoto[]
  onJoin: (front: string, back: string) => void
}) {
  const [chosen, setChosen] = useState<string[]>([])
  const present = chosen.filter((id) => photos.some((photo) => photo.id === id))
  const [front, back] = present
  if (photos.length === 0) return null
  return (
    <section aria-label="Photos without a partner" className="mt-8">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <div>
          <h2 className="text-base font-semibold">Without a partner ({photos.length})</h2>
          <p className="text-sm text-faint">Choose the front, then the back. Or drag a photo onto another.</p>
        </div>
        <Button
          size="small"
          variant={front && back ? 'primary' : 'secondary'}
          disabled={!front || !back}
          onClick={() => {
            if (front && back) onJoin(front, back)
            setChosen([])
          }}
        >
          Pair the two chosen
        </Button>
      </div>
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-4 lg:grid-cols-6">
        {photos.map((photo) => (
          <TrayPhoto
            key={photo.id}
            photo={photo}
            place={present.indexOf(photo.id)}
            onToggle={(place) =>
              setChosen(
                place >= 0 ? present.filter((id) => id !== photo.id) : [...present, photo.id].slice(-2),
              )
            }
            onDrop={(dropped) => onJoin(photo.id, dropped)}
          />
        ))}
      </ul>
    </section>
  )
}

function TrayPhoto({
  photo,
  place,
  onToggle,
  onDrop,
}: {
  photo: RunPhoto
  place: number
  onToggle: (place: number) => void
  onDrop: (dropped: string) => void
}) {
  const { over, handlers } = usePhotoDrop(photo.id, onDrop)
  return (
    <li>
      <button
        type="button"
        {...handlers}
        aria-pressed={place >= 0}
        onClick={() => onToggle(place)}
        className={clsx(
          'relative block w-full cursor-grab overflow-hidden rounded-lg border bg-surface text-left',
          place >= 0 || over
            ? 'border-accent-text ring-1 ring-accent-text'
            : 'border-line hover:border-line-strong',
        )}
      >
        <span className="block aspect-square overflow-hidden">
          <Thumbnail photo={photo} fit="contain" alt="" />
        </span>
        {place >= 0 ? (
          <span className="absolute top-2 left-2 rounded-full bg-accent px-2.5 py-0.5 text-xs font-medium text-on-accent">
            {place === 0 ? 'Front' : 'Back'}
          </span>
        ) : null}
        <span className="block truncate px-2.5 pt-1.5 text-xs font-medium">{photo.fileName}</span>
        <span className="line-clamp-2 min-h-8 px-2.5 pb-1.5 text-xs text-faint">{photo.note}</span>
      </button>
    </li>
  )
}
