import { Link } from '@remix-run/react'
import { clsx } from 'clsx'
import { ArrowLeftRight, Check, CircleCheck, Replace, Scissors, Undo2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { PairView } from '~/domain/pairing/runs/run-view'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Kbd } from '../ui/kbd'
import { Menu, MenuItem } from '../ui/menu'
import { ConfidenceBadge } from './confidence-badge'
import { DropPhoto } from './drop-photo'

export type Decision = 'accept' | 'unaccept' | 'swap' | 'split'

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
          {pair.accepted ? (
            <Button
              size="small"
              icon={<Undo2 aria-hidden className="size-4" />}
              onClick={() => onDecide('unaccept')}
            >
              Take back
            </Button>
          ) : (
            <Button
              size="small"
              variant="primary"
              disabled={pair.blocked !== null}
              icon={<Check aria-hidden className="size-4" />}
              onClick={() => onDecide('accept')}
            >
              Accept <KeyHint shown={current} keys="A" onAccent />
            </Button>
          )}
          <Button
            size="small"
            icon={<ArrowLeftRight aria-hidden className="size-4" />}
            onClick={() => onDecide('swap')}
          >
            Swap <KeyHint shown={current} keys="S" />
          </Button>
          {pair.accepted ? null : (
            <>
              <Button
                size="small"
                icon={<Scissors aria-hidden className="size-4" />}
                onClick={() => onDecide('split')}
              >
                Split <KeyHint shown={current} keys="X" />
              </Button>
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
            </>
          )}
        </div>
      </div>
    </li>
  )
}

/** Only on the row the keys act on: a key beside every button of a long list would say nothing. */
function KeyHint({ shown, keys, onAccent = false }: { shown: boolean; keys: string; onAccent?: boolean }) {
  if (!shown) return null
  return (
    <span aria-hidden className="pointer-coarse:hidden">
      {onAccent ? (
        <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-on-accent/50 px-1 font-sans text-[0.6875rem]">
          {keys}
        </kbd>
      ) : (
        <Kbd>{keys}</Kbd>
      )}
    </span>
  )
}
