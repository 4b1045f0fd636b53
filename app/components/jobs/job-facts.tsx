import { formatDuration } from '~/components/photo/format-amounts'
import { Card, CardHeader } from '~/components/ui/card'
import { TimeAgo } from '~/components/ui/time-ago'
import type { JobDetails } from '~/domain/jobs/get-job.server'
import { formatRate } from './format-rate'
import { JobProgress } from './job-progress'
import { Sparkline } from './sparkline'

/** How far it is, how fast, how long it will take, and why it waits. */
export function JobFacts({ job }: { job: JobDetails }) {
  const started = job.startedAt ? new Date(job.startedAt) : null
  const took = started && job.finishedAt ? (Date.parse(job.finishedAt) - started.getTime()) / 1000 : null
  return (
    <Card className="p-5">
      {job.reason ? (
        <p role="status" className="mb-4 rounded-lg bg-warning-soft px-3.5 py-3 text-sm text-warning-text">
          <span className="font-medium">{job.reason}</span> {job.hint}
        </p>
      ) : null}
      <JobProgress job={job} />
      <dl className="mt-4 grid grid-cols-2 gap-x-6 gap-y-4 text-sm sm:grid-cols-4">
        {job.ratePerSecond && job.status === 'running' ? (
          <Fact label="Speed" value={formatRate(job.ratePerSecond)} />
        ) : null}
        {job.etaSeconds !== null ? (
          <Fact label="Time left" value={`about ${formatDuration(job.etaSeconds)}`} />
        ) : null}
        {job.currentStep ? <Fact label="Now" value={nameOfStep(job.currentStep)} /> : null}
        {started ? <Fact label="Started" value={<TimeAgo date={started} />} /> : null}
        {took !== null ? <Fact label="Took" value={formatDuration(took)} /> : null}
        {job.running.length > 0 ? <Fact label="In hand" value={`${job.running.length} items`} /> : null}
      </dl>
      {job.throughput.some((value) => value > 0) ? (
        <Sparkline values={job.throughput} className="mt-5 h-12 w-full text-accent" />
      ) : null}
    </Card>
  )
}

function Fact({ label, value }: { label: string; value: React.ReactNode }) {
  return (
    <div>
      <dt className="text-faint">{label}</dt>
      <dd className="mt-0.5 font-medium tabular-nums">{value}</dd>
    </div>
  )
}

/** Each step with the time it took. */
export function JobSteps({ steps }: { steps: JobDetails['steps'] }) {
  const longest = Math.max(0.001, ...steps.map((step) => step.seconds))
  return (
    <Card>
      <CardHeader title="Steps" description="Finished steps are kept: a retry goes on after the last one." />
      <ul className="flex flex-col gap-3 px-5 py-4 text-sm">
        {steps.map((step) => (
          <li key={step.key} className="grid grid-cols-[10rem_1fr_6rem] items-center gap-3">
            <span className="truncate">{nameOfStep(step.key)}</span>
            <span
              className="h-1.5 rounded-full bg-accent"
              style={{ width: `${(step.seconds / longest) * 100}%` }}
            />
            <span className="text-right text-soft tabular-nums">{formatDuration(step.seconds)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** `group-3#9f2ab1c0` is "group 3": behind the mark stands what only a later try of the job needs. */
function nameOfStep(key: string): string {
  return key.replace(/#.*$/, '').replaceAll('-', ' ')
}
