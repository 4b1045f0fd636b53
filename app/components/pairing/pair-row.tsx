import { Link } from '@remix-run/react'
import { clsx } from 'clsx'
import { CircleCheck, Replace } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { PairView } from '~/domain/pairing/runs/run-view'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Kbd } from '../ui/kbd'
import { Menu, MenuItem } from '../ui/menu'
import { ConfidenceBadge } from './confidence-badge'
import { DecideButtons, type Decision } from './decide-buttons'
import { DropPhoto } from './drop-photo'

/** One pair, side by side, with what speaks for it and what can be done. */
export function PairRow({
  pair,
  current,
  follow,
  onFocus,
  onDecide,
  onJoin,
  onReplace,
  onLook,
}: {
  pair: PairView
  current: boolean
  /** Scroll into sight when it becomes the current one. */
  follow: boolean
  onFocus: () => void
  onDecide: (decision: Decision) => void
  onJoin: (front: string, back: string) => void
  onReplace: (side: 'front' | 'back') => void
  onLook: () => void
}) {
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (current && follow) row.current?.scrollIntoView({ block: 'nearest' })
  }, [current, follow])

  return (
    <li
      ref={row}
      aria-current={current ? 'true' : undefined}
      aria-label={`${pair.front.fileName} and ${pair.back.fileName}`}
      onPointerDown={onFocus}
      onFocus={onFocus}
      className={clsx(
        // Room for the bar of keys below and the page's head above when the row is brought into sight.
        'grid scroll-mt-24 scroll-mb-20 gap-4 rounded-xl border bg-surface p-3 sm:grid-cols-[minmax(0,26rem)_minmax(0,1fr)] sm:gap-6 sm:p-4',
        current ? 'border-accent-text ring-1 ring-accent-text' : 'border-line',
      )}
    >
      <div className="grid grid-cols-2 gap-3">
        <DropPhoto
          photo={pair.front}
          role="Front"
          locked={pair.accepted}
          onDrop={(photoId) => onJoin(photoId, pair.back.id)}
          onLook={onLook}
        />
        <DropPhoto
          photo={pair.back}
          role="Back"
          locked={pair.accepted}
          onDrop={(photoId) => onJoin(pair.front.id, photoId)}
          onLook={onLook}
        />
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        <div className="flex flex-wrap items-center gap-2">
          {pair.accepted ? (
            <Badge tone="success" icon={<CircleCheck aria-hidden />}>
              Accepted
            </Badge>
          ) : (
            <ConfidenceBadge pair={pair} />
          )}
          {pair.productId ? (
            <Link to={`/products/${pair.productId}`} className="text-sm text-accent-text hover:underline">
              Open the product
            </Link>
          ) : null}
        </div>
        {pair.blocked ? (
          <p className="rounded-lg bg-warning-soft px-3 py-2 text-sm text-warning-text">
            Cannot be accepted: {pair.blocked}.
          </p>
        ) : null}
        {pair.accepted ? null : (
          <ul className="space-y-0.5 text-sm text-soft">
            {pair.evidence.map((reason) => (
              <li key={reason} className="flex gap-2 break-words before:text-faint before:content-['–']">
                <span className="min-w-0 first-letter:uppercase">{reason}</span>
              </li>
            ))}
          </ul>
        )}
        <div className="mt-auto flex flex-wrap gap-2">
          <DecideButtons pair={pair} keys={current} onDecide={onDecide}>
            <Menu
              align="start"
              trigger={
                <Button size="small" variant="ghost" icon={<Replace aria-hidden className="size-4" />}>
                  Re-pair
                </Button>
              }
            >
              <MenuItem onSelect={() => onReplace('front')}>
                Choose another front <Kbd>F</Kbd>
              </MenuItem>
              <MenuItem onSelect={() => onReplace('back')}>
                Choose another back <Kbd>B</Kbd>
              </MenuItem>
            </Menu>
          </DecideButtons>
        </div>
      </div>
    </li>
  )
}
