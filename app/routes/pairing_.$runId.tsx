import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData, useRouteError } from '@remix-run/react'
import { ArrowLeft } from 'lucide-react'
import { ReviewDesk } from '~/components/pairing/review-desk'
import { useLiveRevalidation } from '~/components/live/use-live-events'
import { ButtonLink } from '~/components/ui/button'
import { ErrorState } from '~/components/ui/error-state'
import { Page } from '~/components/ui/page-header'
import { estimateRun } from '~/domain/pairing/runs/estimate-run.server'
import { getPairingRun } from '~/domain/pairing/runs/get-pairing-run.server'
import { readUuid } from '~/http/read-uuid'
import { requireStaff } from '~/http/require-actor.server'

export const meta: MetaFunction = () => [{ title: 'Comparison · Recto' }]

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = await requireStaff(request, context)
  const run = await getPairingRun(context.app, actor, readUuid(params.runId, 'pairing run'))
  const estimate = await estimateRun(context.app, actor, { kind: 'run', runId: run.id })
  const direct = estimate.strategies.find(({ name }) => name === 'direct')
  return {
    run,
    offer: {
      beside: run.comparedById ? await getPairingRun(context.app, actor, run.comparedById) : null,
      unavailable: direct?.unavailable ?? null,
      usd: direct?.usd ?? 0,
    },
  }
}

export default function PairingRunPage() {
  const { run, offer } = useLoaderData<typeof loader>()
  // Any photo: one that comes back from the bin is not among those the page knows.
  useLiveRevalidation(['pairing-run', 'job', 'product', 'photo'], { everyMs: 2_000 })
  return (
    <Page>
      <Link to="/pairing" className="mb-4 inline-flex items-center gap-1.5 text-sm text-soft hover:text-ink">
        <ArrowLeft aria-hidden className="size-4" /> All runs
      </Link>
      <ReviewDesk key={run.id} run={run} offer={offer} />
    </Page>
  )
}

export function ErrorBoundary() {
  return (
    <ErrorState
      error={useRouteError()}
      kept="What was accepted stays accepted."
      actions={<ButtonLink to="/pairing">All runs</ButtonLink>}
    />
  )
}
