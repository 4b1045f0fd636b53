import { Ban, CircleX, Hourglass } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { RunView } from '~/domain/pairing/runs/run-view'
import { JobActions } from '../jobs/job-actions'
import { JobStatusBadge } from '../jobs/job-status'
import { formatDuration } from '../photo/format-amounts'
import { Button, ButtonLink } from '../ui/button'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { Progress } from '../ui/progress'

/** Whether a run without proposals will make none unless somebody runs it again. */
export const standsStill = ({ job }: RunView): boolean =>
  !job || ['cancelled', 'failed', 'completed'].includes(job.status)

/** A run that has proposed nothing yet: how far it is and when it will be done, or why it stands still. */
export function RunWaiting({ run }: { run: RunView }) {
  const { job } = run
  if (!job || standsStill(run)) {
    const failed = job?.status === 'failed'
    return (
      <EmptyState
        icon={failed ? <CircleX aria-hidden /> : job ? <Ban aria-hidden /> : <Hourglass aria-hidden />}
        title={failed ? 'The run failed' : job ? 'The run was cancelled' : 'The run was not finished'}
        actions={
          <>
            {job ? (
              <JobActions jobIds={[job.id]} actions={job.actions} size="medium" retryLabel="Run it again" />
            ) : null}
            <ButtonLink to="/pairing">Start another run</ButtonLink>
          </>
        }
      >
        {job?.reason ? `${job.reason} ` : ''}
        No pairs were proposed and no products were made. Your photos are as they were.
      </EmptyState>
    )
  }
  const measured = job.total > 0 && job.done >= job.total
  const asking = measured && run.strategy !== 'local'
  return (
    <Card className="p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-base font-semibold" aria-live="polite">
          {job.status === 'waiting'
            ? 'Waiting for its turn'
            : asking
              ? 'The vision model is looking at the photos'
              : measured
                ? 'Finding the best pairs'
                : 'Comparing the photos'}
        </h2>
        <JobStatusBadge job={job} />
      </div>
      {job.reason ? (
        <p role="status" className="mt-3 rounded-lg bg-warning-soft px-3.5 py-3 text-sm text-warning-text">
          <span className="font-medium">{job.reason}</span> {job.hint}
        </p>
      ) : null}
      <Progress
        className="mt-4"
        label="Photos compared"
        value={measured || job.total === 0 ? undefined : job.done / job.total}
      />
      <p className="mt-2 text-sm text-soft tabular-nums">
        {job.total > 0 ? `${job.done} of ${job.total} photos` : `${run.photos.length} photos`}
        <TimeLeft run={run} />
        {asking ? ' · an answer takes up to a few minutes' : ''}
      </p>
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <JobActions jobIds={[job.id]} actions={job.actions.filter((action) => action !== 'pause')} />
        <p className="text-sm text-faint">You can leave this page; the run goes on.</p>
      </div>
    </Card>
  )
}

/** From the pace so far; quiet during the first photos, when it would be a guess. */
function TimeLeft({ run }: { run: RunView }) {
  const [now, setNow] = useState<number>()
  useEffect(() => {
    const tick = () => setNow(Date.now())
    tick()
    const timer = setInterval(tick, 1_000)
    return () => clearInterval(timer)
  }, [])
  const { job } = run
  if (!now || !job?.startedAt || job.status !== 'running' || job.done < 3 || job.done >= job.total)
    return null
  const perPhoto = (now - Date.parse(job.startedAt)) / job.done / 1000
  return <> · about {formatDuration(Math.max(1, perPhoto * (job.total - job.done)))} left</>
}

/** Where the pairs of a run would be when it proposed none. */
export function NoPairs({ onUndo }: { onUndo: (() => void) | null }) {
  return (
    <EmptyState
      title="No pairs"
      actions={
        onUndo ? (
          <Button onClick={onUndo}>Undo the last change</Button>
        ) : (
          <ButtonLink to="/pairing">Start another run</ButtonLink>
        )
      }
    >
      No two of these photos are paired. You can still pair them by hand below.
    </EmptyState>
  )
}
