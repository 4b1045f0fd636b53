import { Link } from '@remix-run/react'
import { Columns2 } from 'lucide-react'
import type { RunSummary } from '~/domain/pairing/runs/run-view'
import { Thumbnail } from '../photo/thumbnail'
import { countOf } from '../photo/format-amounts'
import { Badge } from '../ui/badge'
import { ButtonLink } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { TimeAgo } from '../ui/time-ago'

export function RunsList({ runs }: { runs: readonly RunSummary[] }) {
  if (runs.length === 0) {
    return (
      <EmptyState
        icon={<Columns2 aria-hidden />}
        title="No pairing yet"
        actions={<ButtonLink to="/upload">Upload photos</ButtonLink>}
      >
        Upload the fronts and backs of your products, then let Recto propose which belong together.
      </EmptyState>
    )
  }
  return (
    <section aria-labelledby="runs">
      <h2 id="runs" className="mb-3 text-base font-semibold">
        Runs
      </h2>
      <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface">
        {runs.map((run) => (
          <li key={run.id}>
            <Link
              to={`/pairing/${run.id}`}
              className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 hover:bg-hover sm:px-5"
            >
              <span aria-hidden className="flex gap-1">
                {run.sample.map((photo) => (
                  <span key={photo.id} className="block size-10 overflow-hidden rounded-md">
                    <Thumbnail photo={photo} alt="" />
                  </span>
                ))}
              </span>
              <span className="min-w-40 flex-1">
                <span className="block font-medium">
                  {countOf(run.photos, 'photo')}, {run.strategy}
                </span>
                <span className="block text-sm text-soft">
                  {run.finishedAt ? `${run.proposed} to review, ${run.accepted} accepted` : 'no pairs yet'}
                </span>
              </span>
              <RunBadge run={run} />
              <span className="text-right text-sm text-faint sm:w-28">
                <TimeAgo date={new Date(run.createdAt)} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function RunBadge({ run }: { run: RunSummary }) {
  if (run.finishedAt !== null)
    return run.proposed === 0 ? (
      <Badge tone="success">Reviewed</Badge>
    ) : (
      <Badge tone="warning">To review</Badge>
    )
  if (run.jobStatus === 'failed') return <Badge tone="danger">Failed</Badge>
  if (run.jobStatus === 'cancelled') return <Badge>Cancelled</Badge>
  return <Badge tone="accent">{run.jobStatus === 'running' ? 'Running' : 'Waiting'}</Badge>
}
