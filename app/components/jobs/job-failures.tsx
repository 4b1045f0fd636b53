import { Link } from '@remix-run/react'
import { Badge } from '~/components/ui/badge'
import { Card, CardHeader } from '~/components/ui/card'
import type { JobDetails } from '~/domain/jobs/get-job.server'
import { JobActions } from './job-actions'

/** Each item that failed: what happened, what to do, and one more try for it alone. */
export function JobFailures({ job }: { job: JobDetails }) {
  return (
    <Card>
      <CardHeader
        title={`${job.failed} failed`}
        description="Everything else in this job is done or goes on."
        actions={
          job.actions.includes('retry') ? (
            <JobActions jobIds={[job.id]} actions={['retry']} retryLabel="Retry all failed" />
          ) : undefined
        }
      />
      <ul className="divide-y divide-line">
        {job.failures.map((failure) => (
          <li key={failure.key} className="flex flex-wrap items-start justify-between gap-3 px-5 py-3">
            <div className="min-w-0 text-sm">
              <p className="flex flex-wrap items-center gap-2">
                {job.name === 'ingest-photos' ? (
                  <Link to={`/photos/${failure.key}`} className="font-medium hover:underline">
                    Open the photo
                  </Link>
                ) : (
                  <span className="truncate font-medium">{failure.key}</span>
                )}
                {failure.code ? <Badge tone="danger">{failure.code}</Badge> : null}
                {failure.attempts > 1 ? (
                  <span className="text-faint">tried {failure.attempts} times</span>
                ) : null}
              </p>
              <p className="mt-1 text-pretty text-soft">
                {failure.message} {failure.hint}
              </p>
            </div>
            <JobActions jobIds={[job.id]} actions={['retry']} itemKey={failure.key} />
          </li>
        ))}
      </ul>
      {job.moreFailures > 0 ? (
        <p className="border-t border-line px-5 py-3 text-sm text-faint">And {job.moreFailures} more.</p>
      ) : null}
    </Card>
  )
}
