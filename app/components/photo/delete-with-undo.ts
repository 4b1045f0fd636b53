import { toast } from '../ui/toaster'
import { messageOf } from './ask-server'
import { changePhotos, type PhotoChange } from './change-photos'
import { countOf } from './format-amounts'
import { PartlyDone } from './send-in-slices'

const UNDO_MS = 12_000

interface Named {
  id: string
  fileName: string
}

/**
 * Deletes at once and offers an undo: nobody is asked first, nothing is lost by a slip. `onUndone` gets the photos that
 * are back, `onFailed` those that were never deleted: of very many, a part can be.
 * @returns whether all of them were deleted
 */
export async function deleteWithUndo<Photo extends Named>(
  photos: readonly Photo[],
  {
    onUndone,
    onFailed,
  }: { onUndone?: (photos: readonly Photo[]) => void; onFailed?: (photos: readonly Photo[]) => void } = {},
): Promise<boolean> {
  const deleted = await change('delete', photos)
  if (deleted.rest.length > 0) {
    onFailed?.(deleted.rest)
    toast.error(`${nameOf(deleted.rest)} could not be deleted`, { description: deleted.problem })
  }
  if (deleted.done.length === 0) return false
  toast(`${nameOf(deleted.done)} deleted`, {
    description: 'It can be undone here or in the bin.',
    duration: UNDO_MS,
    action: {
      label: 'Undo',
      onClick: () =>
        void change('restore', deleted.done).then((restored) => {
          if (restored.done.length > 0) {
            onUndone?.(restored.done)
            toast.success(`${nameOf(restored.done)} restored`)
          }
          if (restored.rest.length > 0) toast.error('Undo did not work', { description: restored.problem })
        }),
    },
  })
  return deleted.rest.length === 0
}

async function change<Photo extends Named>(
  kind: PhotoChange,
  photos: readonly Photo[],
): Promise<{ done: readonly Photo[]; rest: readonly Photo[]; problem?: string }> {
  try {
    await changePhotos(
      kind,
      photos.map(({ id }) => id),
    )
    return { done: photos, rest: [] }
  } catch (error) {
    const done = error instanceof PartlyDone ? error.done.length : 0
    return { done: photos.slice(0, done), rest: photos.slice(done), problem: messageOf(error) }
  }
}

function nameOf(photos: readonly Named[]): string {
  return photos.length === 1 ? (photos[0]?.fileName ?? 'Photo') : countOf(photos.length, 'photo')
}
