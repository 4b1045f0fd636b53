import { useState } from 'react'
import type { RunPhoto, RunView } from '~/domain/pairing/runs/run-view'
import { PhotoChoices } from '../photo/photo-choices'
import { Thumbnail } from '../photo/thumbnail'
import { Dialog } from '../ui/dialog'

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
      <PhotoChoices
        photos={photos}
        name={name}
        onName={setName}
        beside={
          <span className="block size-20 shrink-0 overflow-hidden rounded-lg bg-sunken">
            <Thumbnail photo={keep} fit="contain" alt="" />
          </span>
        }
        describe={({ id }) => (alone.has(id) ? 'without a partner' : 'in another pair')}
        onPick={({ id }) => onPick(id)}
      />
    </Dialog>
  )
}
