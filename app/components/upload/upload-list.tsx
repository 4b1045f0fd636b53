import { Link } from '@remix-run/react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { clsx } from 'clsx'
import { Ban, Check, CircleAlert, Copy, FileImage, X } from 'lucide-react'
import { memo, useEffect, useRef, useState, type ReactNode } from 'react'
import { formatBytes, formatCount } from '../photo/format-amounts'
import { IconButton } from '../ui/icon-button'
import { Progress } from '../ui/progress'
import type { UploadTotals } from './measure-uploads'
import type { UploadItem, UploadState } from './upload-item'
import { uploadQueue } from './use-upload-queue'

type Group = 'all' | 'open' | 'added' | 'duplicate' | 'refused' | 'failed'

const groups: { key: Group; label: string; states: UploadState[] }[] = [
  { key: 'all', label: 'All', states: ['queued', 'sending', 'added', 'duplicate', 'refused', 'failed'] },
  { key: 'open', label: 'To go', states: ['queued', 'sending'] },
  { key: 'added', label: 'Added', states: ['added'] },
  { key: 'duplicate', label: 'Already there', states: ['duplicate'] },
  { key: 'refused', label: 'Refused', states: ['refused'] },
  { key: 'failed', label: 'Failed', states: ['failed'] },
]

const ROW = 64

/** Every file with its state and reason. Only rows in view exist: 5,000 files scroll as smoothly as five. */
export function UploadList({ items, totals }: { items: readonly UploadItem[]; totals: UploadTotals }) {
  const [group, setGroup] = useState<Group>('all')
  const scroller = useRef<HTMLDivElement>(null)
  const states = groups.find(({ key }) => key === group)?.states ?? []
  const shown = group === 'all' ? items : items.filter(({ state }) => states.includes(state))
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
    getItemKey: (index) => shown[index]?.id ?? index,
  })

  return (
    <section
      aria-label="Files"
      className="overflow-hidden rounded-xl border border-line bg-surface shadow-raised"
    >
      <div className="flex gap-1 overflow-x-auto border-b border-line p-2" role="group" aria-label="Show">
        {groups.map(({ key, label, states: counted }) => {
          const count = counted.reduce((sum, state) => sum + totals.counts[state], 0)
          if (key !== 'all' && count === 0 && group !== key) return null
          return (
            <button
              key={key}
              type="button"
              aria-pressed={group === key}
              onClick={() => setGroup(key)}
              className="touch-target flex h-8 items-center gap-1.5 rounded-lg px-3 text-sm font-medium whitespace-nowrap text-soft hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
            >
              {label}
              <span className="tabular-nums">{formatCount(count)}</span>
            </button>
          )
        })}
      </div>
      {/* A scrolling region must be reachable by keyboard. */}
      <div
        ref={scroller}
        tabIndex={0}
        role="region"
        aria-label="File list"
        className="max-h-[60vh] overflow-y-auto focus-visible:-outline-offset-2"
      >
        <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((virtual) => {
            const item = shown[virtual.index]
            if (!item) return null
            return (
              <li
                key={virtual.key}
                className="absolute inset-x-0"
                style={{ top: virtual.start, height: ROW }}
              >
                <UploadRow item={item} />
              </li>
            )
          })}
        </ul>
      </div>
    </section>
  )
}

const UploadRow = memo(function UploadRow({ item }: { item: UploadItem }) {
  return (
    <div className="flex h-full items-center gap-3 border-b border-line px-3 sm:px-4">
      <FilePreview item={item} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium" title={item.path}>
          {item.path}
        </p>
        <Outcome item={item} />
      </div>
      <StateIcon state={item.state} />
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

function Outcome({ item }: { item: UploadItem }) {
  switch (item.state) {
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

const icons: Record<UploadState, { icon: ReactNode; label: string; tone: string } | undefined> = {
  queued: undefined,
  sending: undefined,
  added: { icon: <Check aria-hidden />, label: 'Added', tone: 'bg-success-soft text-success-text' },
  duplicate: { icon: <Copy aria-hidden />, label: 'Already there', tone: 'bg-sunken text-soft' },
  refused: { icon: <Ban aria-hidden />, label: 'Refused', tone: 'bg-danger-soft text-danger-text' },
  failed: { icon: <CircleAlert aria-hidden />, label: 'Failed', tone: 'bg-danger-soft text-danger-text' },
}

function StateIcon({ state }: { state: UploadState }) {
  const look = icons[state]
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
