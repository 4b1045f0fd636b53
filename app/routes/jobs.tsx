import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData, useRouteError } from '@remix-run/react'
import { clsx } from 'clsx'
import { ListChecks } from 'lucide-react'
import { z } from 'zod'
import { JobsList } from '~/components/jobs/jobs-list'
import { useLiveRevalidation } from '~/components/live/use-live-events'
import { ButtonLink } from '~/components/ui/button'
import { EmptyState } from '~/components/ui/empty-state'
import { ErrorState } from '~/components/ui/error-state'
import { Page, PageHeader } from '~/components/ui/page-header'
import { controlJob } from '~/domain/jobs/control-job.server'
import { listJobs } from '~/domain/jobs/list-jobs.server'
import { parseForm } from '~/http/parse-form.server'
import { problemData } from '~/http/problem.server'
import { requireActor } from '~/http/require-actor.server'
import { withoutControls } from '~/platform/without-controls'

export const meta: MetaFunction = () => [{ title: 'Jobs · Recto' }]

const show = z.enum(['all', 'open', 'failed', 'done', 'upkeep']).catch('all')
const form = z.object({
  action: z.enum(['pause', 'resume', 'cancel', 'retry']),
  jobIds: z
    .string()
    .transform((ids) => ids.split(','))
    .pipe(z.array(z.uuid()).min(1).max(200)),
  itemKey: z.string().transform(withoutControls).pipe(z.string().max(200)).optional(),
})

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireActor(request, context)
  const query = new URL(request.url).searchParams
  const filter = show.parse(query.get('show') ?? undefined)
  const page = await listJobs(context.app, actor, { filter, cursor: query.get('after') })
  return { ...page, filter, seesUpkeep: actor.role === 'admin' }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const actor = await requireActor(request, context)
  try {
    const { action, jobIds, itemKey } = await parseForm(request, form)
    await controlJob(context.app, actor, { action, jobIds, itemKeys: itemKey ? [itemKey] : undefined })
    return data({ problem: undefined })
  } catch (error) {
    return problemData(error, context)
  }
}

const filters = [
  ['all', 'All'],
  ['open', 'Under way'],
  ['failed', 'Failed'],
  ['done', 'Done'],
] as const

export default function Jobs() {
  const { jobs, nextCursor, filter, seesUpkeep } = useLoaderData<typeof loader>()
  useLiveRevalidation(['job'])
  return (
    <Page>
      <PageHeader
        title="Jobs"
        description="Work that goes on in the background. It survives restarts; you can close this page."
      />
      <nav aria-label="Which jobs" className="mb-4 flex gap-1 overflow-x-auto">
        {[...filters, ...(seesUpkeep ? ([['upkeep', 'Upkeep']] as const) : [])].map(([value, label]) => (
          <Link
            key={value}
            to={value === 'all' ? '/jobs' : `/jobs?show=${value}`}
            aria-current={filter === value ? 'page' : undefined}
            className={clsx(
              'inline-flex h-9 shrink-0 items-center rounded-lg px-3 text-sm font-medium pointer-coarse:min-h-11',
              filter === value
                ? 'bg-accent-soft text-accent-text'
                : 'text-soft hover:bg-hover hover:text-ink',
            )}
          >
            {label}
          </Link>
        ))}
      </nav>
      {jobs.length > 0 ? (
        <JobsList jobs={jobs} />
      ) : (
        <EmptyState icon={<ListChecks />} title={filter === 'all' ? 'No jobs yet' : 'Nothing here'}>
          Uploads, pairing and other long work show up here, with progress and everything that went wrong.
        </EmptyState>
      )}
      {nextCursor ? (
        <div className="mt-6 flex justify-center">
          <ButtonLink to={`/jobs?show=${filter}&after=${encodeURIComponent(nextCursor)}`}>
            Older jobs
          </ButtonLink>
        </div>
      ) : null}
    </Page>
  )
}

export function ErrorBoundary() {
  return <ErrorState error={useRouteError()} kept="Jobs go on whether this page shows them or not." />
}
