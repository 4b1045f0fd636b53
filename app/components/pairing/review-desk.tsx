import { CheckCheck, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { RunView } from '~/domain/pairing/runs/run-view'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Kbd } from '../ui/kbd'
import { PageHeader } from '../ui/page-header'
import { Progress } from '../ui/progress'
import { DirectToggle } from './direct-toggle'
import { PairRow } from './pair-row'
import { UnpairedTray } from './unpaired-tray'
import { useDeskKeys } from './use-desk-keys'
import { useReview } from './use-review'

/** The review desk of one run: nothing becomes a product before a person says so here. */
export function ReviewDesk({
  run,
  beside,
  directUnavailable,
}: {
  run: RunView
  beside: RunView | null
  directUnavailable: string | null
}) {
  const review = useReview()
  const [at, setAt] = useState(0)
  const current = run.pairs[Math.min(at, run.pairs.length - 1)]
  const sure = run.pairs.filter((pair) => pair.confidence === 'sure' && !pair.accepted).length
  const accepted = run.pairs.filter((pair) => pair.accepted).length
  const join = (front: string, back: string) => review.change({ kind: 'join', front, back }, 'paired by hand')
  const decide = (kind: 'accept' | 'swap' | 'split', what: string) => {
    if (current && (kind === 'swap' || !current.accepted))
      review.change({ kind, pairId: current.id, version: current.version }, what)
  }
  useDeskKeys({
    next: () => setAt((place) => Math.min(place + 1, run.pairs.length - 1)),
    previous: () => setAt((place) => Math.max(place - 1, 0)),
    accept: () => {
      decide('accept', 'accepted pair')
      setAt((place) => Math.min(place + 1, run.pairs.length - 1))
    },
    swap: () => decide('swap', 'swapped front and back'),
    split: () => decide('split', 'split pair'),
    undo: review.undo,
  })

  return (
    <>
      <PageHeader
        title="Comparison"
        description={
          run.finishedAt
            ? `${run.pairs.length} pairs, ${accepted} accepted, ${run.unpaired.length} photos without a partner${run.lostPhotos > 0 ? `, ${run.lostPhotos} deleted since` : ''}.`
            : 'The photos are being compared; pairs appear here by themselves.'
        }
        actions={
          <>
            <Button
              disabled={!review.canUndo}
              icon={<Undo2 aria-hidden className="size-4" />}
              onClick={review.undo}
            >
              Undo <Kbd>U</Kbd>
            </Button>
            <Button
              variant="primary"
              disabled={sure === 0 || review.busy}
              icon={<CheckCheck aria-hidden className="size-4" />}
              onClick={() => review.change({ kind: 'accept-sure' }, `accepted ${sure} sure pairs`)}
            >
              Accept the {sure} sure
            </Button>
          </>
        }
      />
      {run.finishedAt ? (
        <div className="mb-6">
          <DirectToggle run={run} beside={beside} unavailable={directUnavailable} />
        </div>
      ) : (
        <Progress
          className="mb-6"
          label="Comparing photos"
          value={run.job && run.job.total > 0 ? run.job.done / run.job.total : undefined}
        />
      )}
      {run.finishedAt && run.pairs.length === 0 ? (
        <EmptyState title="No pairs found">
          No two of these photos look like two sides of one product.
        </EmptyState>
      ) : null}
      <p className="mb-3 hidden text-sm text-faint sm:block">
        <Kbd>J</Kbd> <Kbd>K</Kbd> move, <Kbd>A</Kbd> accept, <Kbd>S</Kbd> swap, <Kbd>X</Kbd> split,{' '}
        <Kbd>U</Kbd> undo. Drag a photo onto another to pair it there.
      </p>
      <ul className="flex flex-col gap-3">
        {run.pairs.map((pair, place) => (
          <PairRow
            key={pair.id}
            pair={pair}
            current={pair.id === current?.id}
            busy={review.busy}
            onFocus={() => setAt(place)}
            onChange={review.change}
            onJoin={join}
          />
        ))}
      </ul>
      <UnpairedTray photos={run.unpaired} busy={review.busy} onJoin={join} />
    </>
  )
}
