import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData, useRouteError } from '@remix-run/react'
import { ArrowLeft } from 'lucide-react'
import { JobActions } from '~/components/jobs/job-actions'
import { JobFacts, JobSteps } from '~/components/jobs/job-facts'
import { JobFailures } from '~/components/jobs/job-failures'
import { JobLog } from '~/components/jobs/job-log'
import { JobsList } from '~/components/jobs/jobs-list'
import { JobStatusBadge } from '~/components/jobs/job-status'
import { useLiveMode, useLiveRevalidation } from '~/components/live/use-live-events'
import { ButtonLink } from '~/components/ui/button'
import { ErrorState } from '~/components/ui/error-state'
import { Page, PageHeader } from '~/components/ui/page-header'
import { getJob } from '~/domain/jobs/get-job.server'
import { readUuid } from '~/http/read-uuid'
import { requireActor } from '~/http/require-actor.server'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? 'Job'} · Recto` }]

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = await requireActor(request, context)
  return getJob(context.app, actor, readUuid(params.jobId, 'job'))
}

export default function JobPage() {
  const job = useLoaderData<typeof loader>()
  const mode = useLiveMode()
  useLiveRevalidation(['job'], { ids: [job.id, ...job.children.map((child) => child.id)] })
  return (
    <Page>
      <Link to="/jobs" className="mb-4 inline-flex items-center gap-1.5 text-sm text-soft hover:text-ink">
        <ArrowLeft aria-hidden className="size-4" /> Jobs
      </Link>
      <PageHeader
        title={job.title}
        description={
          <span className="flex items-center gap-3">
            <JobStatusBadge job={job} />
            {mode === 'polling' ? <span className="text-sm">Looks for news every few seconds.</span> : null}
          </span>
        }
        actions={
          <>
            <JobActions jobIds={[job.id]} actions={job.actions} size="medium" />
            {job.pairingRunId ? (
              <ButtonLink to={`/pairing/${job.pairingRunId}`}>Show the pairs</ButtonLink>
            ) : null}
          </>
        }
      />
      <div className="flex flex-col gap-6">
        <JobFacts job={job} />
        {job.failures.length > 0 ? <JobFailures job={job} /> : null}
        {job.children.length > 0 ? <JobsList jobs={job.children} /> : null}
        {job.steps.length > 0 ? <JobSteps steps={job.steps} /> : null}
        {job.log.length > 0 ? <JobLog lines={job.log} /> : null}
      </div>
    </Page>
  )
}

export function ErrorBoundary() {
  return <ErrorState error={useRouteError()} kept="Jobs go on whether this page shows them or not." />
}
