import { Link } from '@remix-run/react'
import { clsx } from 'clsx'
import { Ban, Check, CircleAlert, Copy, FileImage, FileWarning, X } from 'lucide-react'
import { memo, useEffect, useState, type ReactNode } from 'react'
import { formatBytes } from '../photo/format-amounts'
import { IconButton } from '../ui/icon-button'
import { Progress } from '../ui/progress'
import type { UploadItem } from './upload-item'
import type { UploadOutcome } from './upload-outcome'
import { uploadQueue } from './use-upload-queue'

interface UploadRowProps {
  item: UploadItem
  outcome: UploadOutcome
  /** Why the worker could not read the picture. */
  unreadable: string | null | undefined
}

/** One file of the upload list: a small picture of it, what became of it, and what can be done. */
export const UploadRow = memo(function UploadRow({ item, outcome, unreadable }: UploadRowProps) {
  return (
    <div className="flex h-full items-center gap-3 border-b border-line px-3 sm:px-4">
      <FilePreview item={item} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium" title={item.path}>
          {item.path}
        </p>
        <Outcome item={item} outcome={outcome} unreadable={unreadable} />
      </div>
      <StateIcon outcome={outcome} />
      {item.photoId ? (
        <Link
          to={`/photos/${item.photoId}`}
          className="rounded text-sm font-medium text-accent-text hover:underline"
        >
          Open<span className="sr-only"> {item.name}</span>
        </Link>
      ) : (
        <IconButton
          label={`Remove ${item.name} from the list`}
          tooltip={false}
          icon={<X aria-hidden />}
          onClick={() => uploadQueue.remove(item.id)}
        />
      )}
    </div>
  )
})

function Outcome({ item, outcome, unreadable }: UploadRowProps) {
  switch (outcome) {
    case 'queued':
      return <p className="text-xs text-faint">{formatBytes(item.size)} · waiting</p>
    case 'sending':
      return (
        <Progress
          value={item.size > 0 ? item.sentBytes / item.size : 0}
          label={`Upload of ${item.name}`}
          className="mt-2 max-w-md"
        />
      )
    case 'added':
      return <p className="text-xs text-faint">{formatBytes(item.size)} · added</p>
    case 'unreadable':
      return (
        <p className="truncate text-xs text-danger-text" title={unreadable ?? undefined}>
          {unreadable ?? 'Could not be read.'}
        </p>
      )
    case 'duplicate':
      return <p className="text-xs text-faint">Already in the library: the same file, byte for byte.</p>
    case 'refused':
    case 'failed':
      return (
        <p
          className="truncate text-xs text-danger-text"
          title={`${item.problem?.message} ${item.problem?.hint}`}
        >
          {item.problem?.message} {item.problem?.hint}
        </p>
      )
  }
}

const icons: Record<UploadOutcome, { icon: ReactNode; label: string; tone: string } | undefined> = {
  queued: undefined,
  sending: undefined,
  added: { icon: <Check aria-hidden />, label: 'Added', tone: 'bg-success-soft text-success-text' },
  unreadable: {
    icon: <FileWarning aria-hidden />,
    label: 'Could not be read',
    tone: 'bg-danger-soft text-danger-text',
  },
  duplicate: { icon: <Copy aria-hidden />, label: 'Already there', tone: 'bg-sunken text-soft' },
  refused: { icon: <Ban aria-hidden />, label: 'Refused', tone: 'bg-danger-soft text-danger-text' },
  failed: { icon: <CircleAlert aria-hidden />, label: 'Failed', tone: 'bg-danger-soft text-danger-text' },
}

function StateIcon({ outcome }: { outcome: UploadOutcome }) {
  const look = icons[outcome]
  if (!look) return null
  return (
    <span
      className={clsx(
        'inline-flex size-7 shrink-0 items-center justify-center rounded-full [&>svg]:size-4',
        look.tone,
      )}
    >
      {look.icon}
      <span className="sr-only">{look.label}</span>
    </span>
  )
}

/** Formats every browser shows. Larger files are not decoded for a picture of 40 pixels. */
const SHOWN = /\.(jpe?g|png|webp|gif|avif)$/i
const LARGEST_SHOWN = 12_000_000

function FilePreview({ item }: { item: UploadItem }) {
  const [url, setUrl] = useState<string>()
  const { id, name, size } = item
  useEffect(() => {
    const file = uploadQueue.fileOf(id)
    if (!file || size > LARGEST_SHOWN || !SHOWN.test(name)) return
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [id, name, size])
  return (
    <span className="flex size-10 shrink-0 items-center justify-center overflow-hidden rounded-lg bg-sunken text-faint">
      {url ? (
        <img
          src={url}
          alt=""
          decoding="async"
          className="size-full object-cover"
          onError={() => setUrl(undefined)}
        />
      ) : (
        <FileImage aria-hidden className="size-5" />
      )}
    </span>
  )
}
