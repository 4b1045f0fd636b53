import { Link } from '@remix-run/react'
import { Columns2 } from 'lucide-react'
import type { RunSummary } from '~/domain/pairing/runs/run-view'
import { Badge } from '../ui/badge'
import { EmptyState } from '../ui/empty-state'
import { TimeAgo } from '../ui/time-ago'

export function RunsList({ runs }: { runs: readonly RunSummary[] }) {
  if (runs.length === 0) {
    return (
      <EmptyState icon={<Columns2 />} title="No pairing yet">
        Upload the fronts and backs of your products, then let Recto propose which belong together.
      </EmptyState>
    )
  }
  return (
    <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
      {runs.map((run) => (
        <li key={run.id}>
          <Link
            to={`/pairing/${run.id}`}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-3.5 hover:bg-hover"
          >
            <span className="min-w-40 flex-1 font-medium">
              {run.photos} photos, <span className="capitalize">{run.strategy}</span>
            </span>
            <span className="text-sm text-soft">
              {run.finishedAt ? `${run.proposed} to review, ${run.accepted} accepted` : 'under way'}
            </span>
            <RunBadge run={run} />
            <span className="w-28 text-right text-sm text-faint">
              <TimeAgo date={new Date(run.createdAt)} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function RunBadge({ run }: { run: RunSummary }) {
  if (run.finishedAt === null)
    return <Badge tone={run.jobStatus === 'failed' ? 'danger' : 'accent'}>{run.jobStatus ?? 'waiting'}</Badge>
  return run.proposed === 0 ? <Badge tone="success">reviewed</Badge> : <Badge tone="warning">to review</Badge>
}
