import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import type { PhotoView } from '~/domain/photos/photo-view'
import { Input } from '../ui/input'
import { Thumbnail } from './thumbnail'

/** Photos to choose one from, under a field that narrows them by name; arrow keys go from the field into them and about. */
export function PhotoChoices<Photo extends PhotoView>({
  photos,
  name,
  onName,
  beside,
  describe,
  onPick,
}: {
  photos: readonly Photo[]
  name: string
  onName: (name: string) => void
  /** Stands before the field: what the choice is for. */
  beside?: ReactNode
  describe?: (photo: Photo) => string
  onPick: (photo: Photo) => void
}) {
  const list = useRef<HTMLUListElement>(null)

  function move(event: KeyboardEvent) {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = buttons.findIndex((button) => button === document.activeElement)
    const columns = buttons.filter((button) => button.offsetTop === buttons[0]?.offsetTop).length
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key]
    if (!step || (at < 0 && event.key !== 'ArrowDown')) return
    event.preventDefault()
    buttons[at < 0 ? 0 : Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus()
  }

  return (
    <div onKeyDown={move}>
      <div className="mb-4 flex items-center gap-4">
        {beside}
        <Input
          type="search"
          aria-label="File name contains"
          placeholder="File name contains …"
          value={name}
          onChange={(event) => onName(event.currentTarget.value)}
        />
      </div>
      {photos.length === 0 ? <p className="py-6 text-center text-soft">No photo fits.</p> : null}
      <ul ref={list} className="grid grid-cols-3 gap-2 sm:grid-cols-5">
        {photos.map((photo) => (
          <li key={photo.id}>
            <button
              type="button"
              onClick={() => onPick(photo)}
              className="block w-full overflow-hidden rounded-lg border border-line text-left hover:border-line-strong"
            >
              <span className="block aspect-square overflow-hidden">
                <Thumbnail photo={photo} fit="contain" alt="" />
              </span>
              <span className="block truncate px-2 py-1 text-xs text-soft">{photo.fileName}</span>
              {describe ? (
                <span className="block truncate px-2 pb-1 text-xs text-faint">{describe(photo)}</span>
              ) : null}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
