import { clsx } from 'clsx'
import { ArrowLeftRight, Check, Scissors, Undo2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { PairView } from '~/domain/pairing/runs/run-view'
import type { PairChange } from '~/domain/pairing/runs/change-pairs.server'
import { Badge, type Tone } from '../ui/badge'
import { Button } from '../ui/button'
import { Kbd } from '../ui/kbd'
import { DropPhoto } from './drop-photo'

const tones: Record<PairView['confidence'], Tone> = { sure: 'success', check: 'warning', doubtful: 'danger' }

/** One pair, side by side, with what speaks for it and what can be done. */
export function PairRow({
  pair,
  current,
  busy,
  onFocus,
  onChange,
  onJoin,
}: {
  pair: PairView
  current: boolean
  busy: boolean
  onFocus: () => void
  onChange: (change: PairChange, what: string) => void
  onJoin: (front: string, back: string) => void
}) {
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  const change = (kind: 'accept' | 'unaccept' | 'swap' | 'split', what: string) =>
    onChange({ kind, pairId: pair.id, version: pair.version }, what)

  return (
    <li
      ref={row}
      aria-current={current ? 'true' : undefined}
      onClick={onFocus}
      className={clsx(
        'flex flex-wrap gap-4 rounded-xl border bg-surface p-4',
        current ? 'border-accent ring-2 ring-accent/30' : 'border-line',
        pair.accepted && 'opacity-70',
      )}
    >
      <div className="grid w-full max-w-md grid-cols-2 gap-2 sm:w-auto sm:flex-1">
        <DropPhoto
          photo={pair.front}
          role="Front"
          locked={pair.accepted}
          onDrop={(photoId) => onJoin(photoId, pair.back.id)}
        />
        <DropPhoto
          photo={pair.back}
          role="Back"
          locked={pair.accepted}
          onDrop={(photoId) => onJoin(pair.front.id, photoId)}
        />
      </div>
      <div className="flex min-w-60 flex-1 flex-col gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <Badge tone={pair.accepted ? 'accent' : tones[pair.confidence]}>
            {pair.accepted ? 'accepted' : pair.confidence}
          </Badge>
          <span className="text-sm text-soft tabular-nums">{(100 * pair.score).toFixed(1)} %</span>
        </div>
        <ul className="list-disc pl-5 text-sm text-soft">
          {pair.evidence.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
        <div className="mt-auto flex flex-wrap gap-2">
          {pair.accepted ? (
            <Button
              size="small"
              disabled={busy}
              icon={<Undo2 aria-hidden className="size-4" />}
              onClick={() => change('unaccept', 'accepted pair')}
            >
              Undo accept
            </Button>
          ) : (
            <Button
              size="small"
              variant="primary"
              disabled={busy}
              icon={<Check aria-hidden className="size-4" />}
              onClick={() => change('accept', 'accepted pair')}
            >
              Accept <Kbd inverted>A</Kbd>
            </Button>
          )}
          <Button
            size="small"
            disabled={busy}
            icon={<ArrowLeftRight aria-hidden className="size-4" />}
            onClick={() => change('swap', 'swapped front and back')}
          >
            Swap <Kbd>S</Kbd>
          </Button>
          {pair.accepted ? null : (
            <Button
              size="small"
              disabled={busy}
              icon={<Scissors aria-hidden className="size-4" />}
              onClick={() => change('split', 'split pair')}
            >
              Split <Kbd>X</Kbd>
            </Button>
          )}
        </div>
      </div>
    </li>
  )
}
