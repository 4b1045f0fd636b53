import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import { formatCount } from '../photo/format-amounts'
import type { UploadItem } from './upload-item'
import { countOutcomes, outcomeOf, type UploadOutcome } from './upload-outcome'
import { UploadRow } from './upload-row'
import type { AddedPhoto } from './added-photos'

type Group = 'all' | 'open' | Exclude<UploadOutcome, 'queued' | 'sending'>

const groups: { key: Group; label: string; outcomes?: UploadOutcome[] }[] = [
  { key: 'all', label: 'All' },
  { key: 'open', label: 'To go', outcomes: ['queued', 'sending'] },
  { key: 'added', label: 'Added', outcomes: ['added'] },
  { key: 'unreadable', label: 'Unreadable', outcomes: ['unreadable'] },
  { key: 'duplicate', label: 'Already there', outcomes: ['duplicate'] },
  { key: 'refused', label: 'Refused', outcomes: ['refused'] },
  { key: 'failed', label: 'Failed', outcomes: ['failed'] },
]

const ROW = 64

/** Every file with its state and reason. Only rows in view exist: 5,000 files scroll as smoothly as five. */
export function UploadList({
  items,
  added,
}: {
  items: readonly UploadItem[]
  added: ReadonlyMap<string, AddedPhoto | undefined>
}) {
  const [group, setGroup] = useState<Group>('all')
  const scroller = useRef<HTMLDivElement>(null)
  const counts = useMemo(() => countOutcomes(items, added), [items, added])
  const wanted = groups.find(({ key }) => key === group)?.outcomes
  const shown = wanted ? items.filter((item) => wanted.includes(outcomeOf(item, added))) : items
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
        {groups.map(({ key, label, outcomes }) => {
          const count = outcomes?.reduce((sum, outcome) => sum + counts[outcome], 0) ?? items.length
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
                <UploadRow
                  item={item}
                  outcome={outcomeOf(item, added)}
                  unreadable={item.photoId && added.get(item.photoId)?.errorMessage}
                />
              </li>
            )
          })}
        </ul>
      </div>
    </section>
  )
}
