import { Progress } from '~/components/ui/progress'
import { isOpen, type JobView } from '~/domain/jobs/job-view'

const number = new Intl.NumberFormat('en')

/** The bar and its numbers. A job that does not know its total yet only shows that it goes on. */
export function JobProgress({ job, className }: { job: JobView; className?: string }) {
  const finished = job.done + job.failed
  if (job.total === 0 && !isOpen(job.status)) return null
  return (
    <div className={className}>
      <Progress
        label={`Progress of ${job.title}`}
        value={job.total > 0 ? finished / job.total : job.status === 'running' ? undefined : 0}
        tone={job.status === 'failed' ? 'danger' : job.status === 'completed' ? 'success' : 'accent'}
      />
      {job.total > 0 ? (
        <p className="mt-1.5 text-sm text-soft tabular-nums">
          {number.format(finished)} of {number.format(job.total)}
          {job.failed > 0 ? (
            <span className="text-danger-text"> · {number.format(job.failed)} failed</span>
          ) : null}
        </p>
      ) : null}
    </div>
  )
}
