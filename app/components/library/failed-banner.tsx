import { CircleAlert, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '../photo/ask-server'
import { changePhotos } from '../photo/change-photos'
import { countOf } from '../photo/format-amounts'
import { Button } from '../ui/button'
import { toast } from '../ui/toaster'

/** Above the failed photos: what failing means here, and one button to try them all again, loaded or not. */
export function FailedBanner({
  count,
  everyId,
}: {
  /** Absent while there are more than are loaded. */
  count: number | undefined
  everyId: () => Promise<string[]>
}) {
  const [busy, setBusy] = useState(false)
  async function retryAll() {
    setBusy(true)
    try {
      const ids = await everyId()
      await changePhotos('retry', ids)
      toast.success(`${countOf(ids.length, 'photo')} waiting again`)
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
        Retry {count === undefined ? 'all' : countOf(count, 'photo')}
      </Button>
    </div>
  )
}
