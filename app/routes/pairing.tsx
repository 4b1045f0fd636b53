import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData, useRouteError } from '@remix-run/react'
import { z } from 'zod'
import { RunsList } from '~/components/pairing/runs-list'
import { StartRun } from '~/components/pairing/start-run'
import { useLiveRevalidation } from '~/components/live/use-live-events'
import { ErrorState } from '~/components/ui/error-state'
import { Page, PageHeader } from '~/components/ui/page-header'
import { listPairingRuns } from '~/domain/pairing/runs/list-pairing-runs.server'
import { startPairingRun } from '~/domain/pairing/runs/start-pairing-run.server'
import { STRATEGIES, whyUnavailable } from '~/domain/pairing/strategies'
import { parseForm } from '~/http/parse-form.server'
import { problemData } from '~/http/problem.server'
import { requireStaff } from '~/http/require-actor.server'

export const meta: MetaFunction = () => [{ title: 'Pairing · Recto' }]

const form = z.object({
  strategy: z.enum(STRATEGIES),
  photoIds: z
    .string()
    .transform((ids) => ids.split(',').filter(Boolean))
    .pipe(z.array(z.uuid()).max(600))
    .optional(),
  beside: z.uuid().optional(),
})

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireStaff(request, context)
  const openAiKey = context.app.env.OPENAI_API_KEY
  return {
    runs: await listPairingRuns(context.app, actor),
    strategies: STRATEGIES.map((name) => ({ name, unavailable: whyUnavailable(name, { openAiKey }) })),
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const actor = await requireStaff(request, context)
  try {
    const { strategy, photoIds, beside } = await parseForm(request, form)
    const { runId } = await startPairingRun(context.app, actor, { strategy, photoIds })
    return redirect(beside ? `/pairing/${beside}?beside=${runId}` : `/pairing/${runId}`)
  } catch (error) {
    return problemData(error, context)
  }
}

export default function Pairing() {
  const { runs, strategies } = useLoaderData<typeof loader>()
  const problem = useActionData<typeof action>()?.problem
  useLiveRevalidation(['pairing-run', 'job'])
  return (
    <Page>
      <PageHeader
        title="Pairing"
        description="Finds the front and the back of each product among the photos that belong to no product yet."
      />
      <StartRun strategies={strategies} problem={problem} />
      <RunsList runs={runs} />
    </Page>
  )
}

export function ErrorBoundary() {
  return <ErrorState error={useRouteError()} />
}
