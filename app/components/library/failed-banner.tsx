import { CircleAlert, RotateCw } from 'lucide-react'
import { useState } from 'react'
import type { PhotoView } from '~/domain/photos/photo-view'
import { changePhotos } from '../photo/change-photos'
import { messageOf } from '../photo/delete-with-undo'
import { countOf } from '../photo/format-amounts'
import { Button } from '../ui/button'
import { toast } from '../ui/toaster'

/** Above the failed photos: what failing means here, and one button to try them all again. */
export function FailedBanner({ photos }: { photos: readonly PhotoView[] }) {
  const [busy, setBusy] = useState(false)
  async function retryAll() {
    setBusy(true)
    try {
      await changePhotos(
        'retry',
        photos.map(({ id }) => id),
      )
      toast.success(`${countOf(photos.length, 'photo')} waiting again`)
    } catch (error) {
      toast.error('That did not work', { description: messageOf(error) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="mx-1 mb-4 flex flex-wrap items-center gap-3 rounded-xl bg-danger-soft px-4 py-3 text-sm text-danger-text">
      <CircleAlert aria-hidden className="size-4 shrink-0" />
      <p className="min-w-48 flex-1">
        These files could not be read as pictures. The originals are kept: download them, export them again,
        or retry.
      </p>
      <Button
        size="small"
        busy={busy}
        icon={<RotateCw aria-hidden className="size-4" />}
        onClick={() => void retryAll()}
      >
        Retry {countOf(photos.length, 'photo')}
      </Button>
    </div>
  )
}
