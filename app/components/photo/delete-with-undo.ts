import { countOf } from './format-amounts'
import { toast } from '../ui/toaster'
import { changePhotos } from './change-photos'

const UNDO_MS = 12_000

/**
 * Deletes at once and offers an undo: nobody is asked first, nothing is lost by a slip. `onUndone` runs when the
 * photos are back, `onFailed` when they were never deleted.
 */
export async function deleteWithUndo(
  photos: readonly { id: string; fileName: string }[],
  { onUndone, onFailed }: { onUndone?: () => void; onFailed?: () => void } = {},
): Promise<boolean> {
  const ids = photos.map(({ id }) => id)
  const what = photos.length === 1 ? (photos[0]?.fileName ?? 'Photo') : countOf(photos.length, 'photo')
  try {
    await changePhotos('delete', ids)
  } catch (error) {
    onFailed?.()
    toast.error(`${what} could not be deleted`, { description: messageOf(error) })
    return false
  }
  toast(`${what} deleted`, {
    description: 'It can be undone here or in the bin.',
    duration: UNDO_MS,
    action: {
      label: 'Undo',
      onClick: () => {
        changePhotos('restore', ids).then(
          () => {
            onUndone?.()
            toast.success(`${what} restored`)
          },
          (error: unknown) => toast.error('Undo did not work', { description: messageOf(error) }),
        )
      },
    },
  })
  return true
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong. Try again.'
}
