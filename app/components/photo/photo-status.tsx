import { CircleAlert, Clock, ScanSearch } from 'lucide-react'
import type { PhotoStatus, PhotoView } from '~/domain/photos/photo-view'
import { Badge } from '../ui/badge'

/** What each status means to the person who uploaded the photo. */
export const statusWords: Record<PhotoStatus, { label: string; meaning: string }> = {
  waiting: { label: 'Waiting', meaning: 'Stored safely. It will be read in a moment.' },
  processed: { label: 'Almost there', meaning: 'Preview is ready; it becomes searchable in a moment.' },
  ready: { label: 'Searchable', meaning: 'Found by words and by pictures that look like it.' },
  failed: { label: 'Failed', meaning: 'It could not be read. The original is kept.' },
}

/** `Failed: the file is damaged.` */
export function describeStatus({ status, errorMessage }: Pick<PhotoView, 'status' | 'errorMessage'>): string {
  const { label } = statusWords[status]
  return status === 'failed' && errorMessage ? `${label}: ${errorMessage}` : label
}

/** The status as a badge; nothing for a photo that is ready, where `quiet`. */
export function PhotoStatusBadge({
  photo,
  quiet = false,
  className,
}: {
  photo: Pick<PhotoView, 'status' | 'errorMessage'>
  quiet?: boolean
  className?: string
}) {
  const { label, meaning } = statusWords[photo.status]
  if (photo.status === 'ready') {
    return quiet ? null : (
      <Badge tone="success" className={className}>
        {label}
      </Badge>
    )
  }
  const failed = photo.status === 'failed'
  const Icon = failed ? CircleAlert : photo.status === 'waiting' ? Clock : ScanSearch
  return (
    <span title={failed ? (photo.errorMessage ?? meaning) : meaning}>
      <Badge tone={failed ? 'danger' : 'neutral'} icon={<Icon aria-hidden />} className={className}>
        {label}
      </Badge>
    </span>
  )
}
