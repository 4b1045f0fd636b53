import { useRef, useState, type KeyboardEvent } from 'react'
import type { RunPhoto, RunView } from '~/domain/pairing/runs/run-view'
import { Thumbnail } from '../photo/thumbnail'
import { Dialog } from '../ui/dialog'
import { Input } from '../ui/input'

/** Chooses the other side of a photo without a mouse: what dragging one photo onto another does. */
export function PhotoPicker({
  run,
  side,
  keep,
  onPick,
  onClose,
}: {
  run: RunView
  /** The side that is looked for. */
  side: 'front' | 'back'
  /** The photo that stays. */
  keep: RunPhoto
  onPick: (photoId: string) => void
  onClose: () => void
}) {
  const [name, setName] = useState('')
  const list = useRef<HTMLUListElement>(null)
  const accepted = new Set(
    run.pairs.filter((pair) => pair.accepted).flatMap((pair) => [pair.front.id, pair.back.id]),
  )
  const alone = new Set(run.unpaired.map(({ id }) => id))
  // Those without a partner first: they are what is usually missing.
  const photos = [...run.unpaired, ...run.photos.filter(({ id }) => !alone.has(id))].filter(
    (photo) =>
      photo.id !== keep.id &&
      !accepted.has(photo.id) &&
      photo.fileName.toLowerCase().includes(name.trim().toLowerCase()),
  )

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
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width="large"
      title={`Choose the ${side}`}
      description={
        <>
          The other side of <span className="font-medium break-all text-ink">{keep.fileName}</span>. Pairs
          that lose a photo by this are split.
        </>
      }
    >
      <div onKeyDown={move}>
        <div className="mb-4 flex items-center gap-4">
          <span className="block size-20 shrink-0 overflow-hidden rounded-lg bg-sunken">
            <Thumbnail photo={keep} fit="contain" alt="" />
          </span>
          <Input
            type="search"
            aria-label="File name contains"
            placeholder="File name contains …"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </div>
        {photos.length === 0 ? <p className="py-6 text-center text-soft">No photo fits.</p> : null}
        <ul ref={list} className="grid grid-cols-3 gap-2 sm:grid-cols-5">
          {photos.map((photo) => (
            <li key={photo.id}>
              <button
                type="button"
                onClick={() => onPick(photo.id)}
                className="block w-full overflow-hidden rounded-lg border border-line text-left hover:border-line-strong"
              >
                <span className="block aspect-square">
                  <Thumbnail photo={photo} fit="contain" alt="" />
                </span>
                <span className="block truncate px-2 pt-1 text-xs text-soft">{photo.fileName}</span>
                <span className="block truncate px-2 pb-1 text-xs text-faint">
                  {alone.has(photo.id) ? 'without a partner' : 'in another pair'}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  )
}
