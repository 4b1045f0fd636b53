import { Link } from '@remix-run/react'
import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import { memo, type MouseEvent } from 'react'
import type { PhotoView } from '~/domain/photos/photo-view'
import { describeStatus, PhotoStatusBadge } from '../photo/photo-status'
import { Thumbnail } from '../photo/thumbnail'

export interface PhotoTileProps {
  photo: PhotoView
  linkSuffix: string
  left: number
  width: number
  column: number
  selected: boolean
  /** Something is selected: a click adds to it instead of opening. */
  selecting: boolean
  /** The one photo that Tab reaches; arrow keys move on from it. */
  current: boolean
  onFocus: (id: string) => void
  onToggle: (id: string) => void
  onExtend: (id: string) => void
}

/** One photo of the grid. The cell takes the focus; link and tick are for the mouse. */
export const PhotoTile = memo(function PhotoTile(props: PhotoTileProps) {
  const {
    photo,
    linkSuffix,
    left,
    width,
    column,
    selected,
    selecting,
    current,
    onFocus,
    onToggle,
    onExtend,
  } = props

  function handleClick(event: MouseEvent) {
    if (event.shiftKey) {
      event.preventDefault()
      onExtend(photo.id)
    } else if (event.metaKey || event.ctrlKey || selecting) {
      event.preventDefault()
      onToggle(photo.id)
    }
  }

  return (
    <div
      role="gridcell"
      aria-colindex={column}
      aria-selected={selected}
      aria-label={photo.status === 'ready' ? photo.fileName : `${photo.fileName}, ${describeStatus(photo)}`}
      tabIndex={current ? 0 : -1}
      data-photo={photo.id}
      onFocus={() => onFocus(photo.id)}
      className="group absolute inset-y-0 rounded-lg focus-visible:z-10 focus-visible:outline-3"
      style={{ left, width }}
    >
      <Link
        to={`/photos/${photo.id}${linkSuffix}`}
        tabIndex={-1}
        onClick={handleClick}
        aria-hidden
        className="block size-full overflow-hidden rounded-lg bg-sunken after:pointer-events-none after:absolute after:inset-0 after:rounded-lg after:ring-1 after:ring-ink/8 after:ring-inset"
      >
        <span
          className={clsx(
            'block size-full transition-transform duration-150',
            selected && 'scale-[0.86] overflow-hidden rounded-lg ring-3 ring-accent',
          )}
        >
          {/* Not lazy: only rows near the window exist, and they should be there when they are scrolled to. */}
          <Thumbnail photo={photo} eager />
        </span>
      </Link>
      <button
        type="button"
        tabIndex={-1}
        aria-hidden
        onClick={(event) => (event.shiftKey ? onExtend(photo.id) : onToggle(photo.id))}
        className={clsx(
          'absolute top-0 left-0 flex size-11 items-center justify-center transition-opacity',
          selected || selecting
            ? 'opacity-100'
            : 'opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 pointer-coarse:hidden',
        )}
      >
        <span
          className={clsx(
            'flex size-6 items-center justify-center rounded-full shadow-raised',
            selected
              ? 'bg-accent text-on-accent'
              : 'bg-black/45 text-white ring-2 ring-white/90 hover:bg-black/70',
          )}
        >
          <Check aria-hidden className={clsx('size-4', !selected && 'opacity-70')} strokeWidth={3} />
        </span>
      </button>
      <span aria-hidden className="pointer-events-none absolute right-2 bottom-2 max-w-[calc(100%-1rem)]">
        <PhotoStatusBadge photo={photo} quiet className="shadow-raised" />
      </span>
    </div>
  )
})
