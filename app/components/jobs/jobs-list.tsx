import { Link } from '@remix-run/react'
import { useState } from 'react'
import { Card } from '~/components/ui/card'
import { Checkbox } from '~/components/ui/checkbox'
import { TimeAgo } from '~/components/ui/time-ago'
import type { JobAction, JobView } from '~/domain/jobs/job-view'
import { JobActions } from './job-actions'
import { JobProgress } from './job-progress'
import { JobStatusBadge } from './job-status'

/** Jobs as rows, each with what can be done about it; ticked ones are steered together. */
export function JobsList({ jobs }: { jobs: JobView[] }) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const chosen = jobs.filter((job) => ticked.has(job.id))
  const possible = order.filter((action) => chosen.some((job) => job.actions.includes(action)))
  const all = chosen.length === jobs.length
  const tick = (id: string, on: boolean) => {
    const next = new Set(ticked)
    if (on) next.add(id)
    else next.delete(id)
    setTicked(next)
  }
  return (
    <Card>
      <div className="flex min-h-14 flex-wrap items-center gap-3 border-b border-line px-4 py-2">
        <Checkbox
          label="Select all jobs on this page"
          checked={chosen.length === 0 ? false : all ? true : 'indeterminate'}
          onCheckedChange={(on) => setTicked(new Set(on === true ? jobs.map((job) => job.id) : []))}
        />
        <span className="text-sm text-soft" aria-live="polite">
          {chosen.length === 0
            ? `${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}`
            : `${chosen.length} selected`}
        </span>
        {/* One for all: its answer must arrive also when the jobs can no longer do what was asked. */}
        <JobActions
          actions={possible}
          jobIds={(action) => chosen.filter((job) => job.actions.includes(action)).map((job) => job.id)}
          onDone={() => setTicked(new Set())}
        />
      </div>
      <ul className="divide-y divide-line">
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} ticked={ticked.has(job.id)} onTick={(on) => tick(job.id, on)} />
        ))}
      </ul>
    </Card>
  )
}

const order: JobAction[] = ['pause', 'resume', 'retry', 'cancel']

function JobRow({ job, ticked, onTick }: { job: JobView; ticked: boolean; onTick: (on: boolean) => void }) {
  return (
    <li className="flex gap-3 px-4 py-4">
      <Checkbox
        className="mt-0.5"
        label={`Select ${job.title}`}
        checked={ticked}
        onCheckedChange={(on) => onTick(on === true)}
      />
      <div className="grid min-w-0 flex-1 gap-x-6 gap-y-3 sm:grid-cols-[minmax(0,1fr)_14rem_auto] sm:items-center">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Link to={`/jobs/${job.id}`} className="truncate font-medium hover:underline">
              {job.title}
            </Link>
            <JobStatusBadge job={job} />
          </div>
          <p className="mt-1 text-sm text-pretty text-faint">
            {job.reason ? <span className="text-soft">{job.reason} </span> : null}
            {job.finishedAt ? 'Ended ' : job.startedAt ? 'Started ' : 'Asked for '}
            <TimeAgo date={new Date(job.finishedAt ?? job.startedAt ?? job.createdAt)} />
          </p>
        </div>
        <JobProgress job={job} />
        <div className="flex flex-wrap gap-2 sm:justify-end">
          <JobActions jobIds={[job.id]} actions={job.actions} />
        </div>
      </div>
    </li>
  )
}
