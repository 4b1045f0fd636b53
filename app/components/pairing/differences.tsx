import { Check } from 'lucide-react'
import { compareRuns, type RunDifference } from '~/domain/pairing/runs/compare-runs'
import type { PairView, RunView } from '~/domain/pairing/runs/run-view'
import { Thumbnail } from '../photo/thumbnail'
import { countOf } from '../photo/format-amounts'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { ConfidenceBadge } from './confidence-badge'

/** Where a second run of the same photos disagrees, side by side; either answer can be taken. */
export function Differences({
  run,
  other,
  onTake,
}: {
  run: RunView
  other: RunView
  onTake: (pair: PairView) => void
}) {
  const { same, turned, differences } = compareRuns(run, other)
  return (
    <div className="mt-3">
      <p className="text-sm text-soft">
        {countOf(same, 'pair')} the same
        {turned.length > 0 ? `, ${turned.length} of them with front and back the other way round` : ''};{' '}
        {differences.length === 0 ? 'no difference' : countOf(differences.length, 'difference')}. It cost $
        {other.costUsd.toFixed(4)}.
      </p>
      {other.notes.map((note) => (
        <p key={note} className="mt-1 text-sm text-warning-text">
          {note}
        </p>
      ))}
      <ol className="mt-4 space-y-4">
        {differences.map((difference) => (
          <Difference
            key={[...difference.mine, ...difference.theirs].map(({ id }) => id).join()}
            difference={difference}
            run={run}
            other={other}
            onTake={onTake}
          />
        ))}
      </ol>
    </div>
  )
}

function Difference(props: {
  difference: RunDifference
  run: RunView
  other: RunView
  onTake: (pair: PairView) => void
}) {
  const { difference, run, other, onTake } = props
  return (
    <li className="grid gap-3 rounded-lg border border-line p-3 md:grid-cols-2">
      <Answer title={`${run.strategy} (this run)`} pairs={difference.mine} />
      <Answer title={other.strategy} pairs={difference.theirs} onTake={onTake} />
    </li>
  )
}

function Answer({
  title,
  pairs,
  onTake,
}: {
  title: string
  pairs: readonly PairView[]
  onTake?: (pair: PairView) => void
}) {
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="mb-2 text-xs font-semibold text-soft first-letter:uppercase">{title}</h3>
      {pairs.length === 0 ? (
        <p className="text-sm text-faint">Leaves these photos without a partner.</p>
      ) : null}
      <ul className="space-y-3">
        {pairs.map((pair) => (
          <li key={pair.id} className="flex flex-wrap items-center gap-3">
            <span className="grid w-44 shrink-0 grid-cols-2 gap-1.5">
              {[pair.front, pair.back].map((photo) => (
                <span key={photo.id} className="block aspect-square overflow-hidden rounded-md bg-sunken">
                  <Thumbnail photo={photo} fit="contain" />
                </span>
              ))}
            </span>
            <span className="flex min-w-32 flex-1 flex-col items-start gap-2">
              {pair.accepted ? <Badge tone="success">Accepted</Badge> : <ConfidenceBadge pair={pair} />}
              <span className="line-clamp-3 text-xs text-faint">{pair.evidence[0]}</span>
              {onTake ? (
                <Button
                  size="small"
                  icon={<Check aria-hidden className="size-4" />}
                  onClick={() => onTake(pair)}
                >
                  Pair these instead
                </Button>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
