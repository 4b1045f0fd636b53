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
import { estimateRun } from '~/domain/pairing/runs/estimate-run.server'
import { listPairingRuns } from '~/domain/pairing/runs/list-pairing-runs.server'
import { listPhotoChoices } from '~/domain/pairing/runs/list-photo-choices.server'
import { startPairingRun } from '~/domain/pairing/runs/start-pairing-run.server'
import { STRATEGIES } from '~/domain/pairing/strategies'
import { parseForm } from '~/http/parse-form.server'
import { photoChoiceForm } from '~/http/parse-photo-choice.server'
import { problemData } from '~/http/problem.server'
import { requireStaff } from '~/http/require-actor.server'

export const meta: MetaFunction = () => [{ title: 'Pairing · Recto' }]

const form = z.object({ strategy: z.enum(STRATEGIES) }).and(photoChoiceForm)

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireStaff(request, context)
  const [runs, choices, estimate] = await Promise.all([
    listPairingRuns(context.app, actor),
    listPhotoChoices(context.app, actor),
    estimateRun(context.app, actor, { kind: 'unused' }),
  ])
  return { runs, choices, estimate }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const actor = await requireStaff(request, context)
  try {
    const { strategy, ...choice } = await parseForm(request, form)
    const { runId } = await startPairingRun(context.app, actor, { strategy, choice })
    return redirect(choice.kind === 'run' ? `/pairing/${choice.runId}` : `/pairing/${runId}`)
  } catch (error) {
    return problemData(error, context)
  }
}

export default function Pairing() {
  const { runs, choices, estimate } = useLoaderData<typeof loader>()
  const problem = useActionData<typeof action>()?.problem
  useLiveRevalidation(['pairing-run', 'job'])
  return (
    <Page>
      <PageHeader
        title="Pairing"
        description="Recto proposes which photos are the front and the back of one product. You decide."
      />
      <StartRun choices={choices} estimate={estimate} problem={problem} />
      <RunsList runs={runs} />
    </Page>
  )
}

export function ErrorBoundary() {
  return <ErrorState error={useRouteError()} />
}
