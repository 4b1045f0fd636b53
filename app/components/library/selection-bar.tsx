import { useRevalidator, useRouteLoaderData } from '@remix-run/react'
import { Columns2, Download, FolderMinus, RotateCw, ScanSearch, Trash2, Undo2, X } from 'lucide-react'
import { useState } from 'react'
import type { Role } from '~/domain/auth/actor'
import { mediaUrl, type PhotoView } from '~/domain/photos/photo-view'
import { AddToCollection } from '../collections/add-to-collection'
import { changeCollection } from '../collections/change-collection'
import { messageOf } from '../photo/ask-server'
import { changePhotos } from '../photo/change-photos'
import { countOf } from '../photo/format-amounts'
import { PartlyDone } from '../photo/send-in-slices'
import { Button, ButtonLink } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { toast } from '../ui/toaster'

/** More downloads than this at once, and browsers begin to ask or to drop them. */
const MOST_DOWNLOADS = 20
/** What one pairing run takes. */
const MOST_PAIRED = 600

/** What can be done with the selected photos. Floats over the foot of the page while anything is selected. */
export function SelectionBar({
  photos,
  inBin,
  collection,
  onClear,
  onDelete,
  onLeft,
  onPair,
}: {
  photos: readonly PhotoView[]
  inBin: boolean
  /** The collection that is open. */
  collection: string | undefined
  onClear: () => void
  onDelete: () => void
  /** These photos do not belong to the list any more. */
  onLeft: (ids: string[]) => void
  /** Absent where the person may not pair. */
  onPair?: () => void
}) {
  const [busy, setBusy] = useState(false)
  const { revalidate } = useRevalidator()
  const role = useRouteLoaderData<{ me: { role: Role } | null }>('root')?.me?.role
  const failed = photos.filter(({ status }) => status === 'failed')
  const single = photos.length === 1 ? photos[0] : undefined

  async function change(kind: 'restore' | 'retry', chosen: readonly PhotoView[], done: string) {
    const ids = chosen.map(({ id }) => id)
    setBusy(true)
    try {
      await changePhotos(kind, ids)
      toast.success(`${countOf(ids.length, 'photo')} ${done}`)
      if (kind === 'restore') onLeft(ids)
    } catch (error) {
      if (kind === 'restore' && error instanceof PartlyDone) onLeft([...error.done])
      toast.error('That did not work', { description: messageOf(error) })
    } finally {
      setBusy(false)
    }
  }

  async function takeOut(id: string) {
    const ids = photos.map((photo) => photo.id)
    try {
      await changeCollection({ change: 'remove', id, photoIds: ids })
      onLeft(ids)
      toast(`${countOf(ids.length, 'photo')} taken out of the collection`, {
        duration: 12_000,
        action: {
          label: 'Undo',
          onClick: () =>
            void changeCollection({ change: 'add', id, photoIds: ids }).then(revalidate, (error: unknown) =>
              toast.error('Undo did not work', { description: messageOf(error) }),
            ),
        },
      })
    } catch (error) {
      if (error instanceof PartlyDone) onLeft([...error.done])
      toast.error('That did not work', { description: messageOf(error) })
    }
  }

  return (
    <div
      role="toolbar"
      aria-label="Selected photos"
      data-selection-bar
      className="fixed inset-x-2 bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-30 mx-auto flex w-fit max-w-[calc(100vw-1rem)] animate-rise items-center gap-1 overflow-x-auto rounded-2xl border border-line bg-surface p-2 shadow-floating md:bottom-6 md:left-[calc(15rem+0.5rem)]"
    >
      <IconButton label="Clear selection" shortcut="Esc" icon={<X aria-hidden />} onClick={onClear} />
      <p className="pr-2 text-sm font-medium whitespace-nowrap tabular-nums" aria-live="polite">
        {photos.length} selected
      </p>
      {inBin ? (
        <Button
          size="small"
          variant="primary"
          busy={busy}
          icon={<Undo2 aria-hidden className="size-4" />}
          onClick={() => void change('restore', photos, 'restored')}
        >
          Restore
        </Button>
      ) : (
        <>
          {single?.status === 'ready' ? (
            <ButtonLink
              size="small"
              variant="ghost"
              to={`/search?similarTo=${single.id}`}
              icon={<ScanSearch aria-hidden className="size-4" />}
            >
              Find similar
            </ButtonLink>
          ) : null}
          {onPair ? (
            <Button
              size="small"
              variant="ghost"
              disabled={photos.length < 2 || photos.length > MOST_PAIRED}
              title={photos.length > MOST_PAIRED ? `At most ${MOST_PAIRED} at once` : undefined}
              icon={<Columns2 aria-hidden className="size-4" />}
              onClick={onPair}
            >
              Pair
            </Button>
          ) : null}
          {failed.length > 0 ? (
            <Button
              size="small"
              variant="ghost"
              busy={busy}
              icon={<RotateCw aria-hidden className="size-4" />}
              onClick={() => void change('retry', failed, 'waiting again')}
            >
              Retry {failed.length < photos.length ? failed.length : ''}
            </Button>
          ) : null}
          {role === 'customer' ? null : <AddToCollection photoIds={photos.map(({ id }) => id)} />}
          {collection ? (
            <Button
              size="small"
              variant="ghost"
              icon={<FolderMinus aria-hidden className="size-4" />}
              onClick={() => void takeOut(collection)}
            >
              Take out
            </Button>
          ) : null}
          <Button
            size="small"
            variant="ghost"
            disabled={photos.length > MOST_DOWNLOADS}
            title={photos.length > MOST_DOWNLOADS ? `At most ${MOST_DOWNLOADS} at once` : undefined}
            icon={<Download aria-hidden className="size-4" />}
            onClick={() => void download(photos)}
          >
            Download
          </Button>
          <Button
            size="small"
            variant="ghost-danger"
            icon={<Trash2 aria-hidden className="size-4" />}
            onClick={onDelete}
          >
            Delete
          </Button>
        </>
      )}
    </div>
  )
}

async function download(photos: readonly PhotoView[]): Promise<void> {
  for (const photo of photos) {
    const link = document.createElement('a')
    link.href = `${mediaUrl(photo, 'original')}&download`
    link.download = photo.fileName
    link.click()
    // Browsers drop downloads that start in the same instant.
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}
