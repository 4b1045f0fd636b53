import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData, useRouteError } from '@remix-run/react'
import { ArrowLeft } from 'lucide-react'
import { z } from 'zod'
import { ReviewDesk } from '~/components/pairing/review-desk'
import { useLiveRevalidation } from '~/components/live/use-live-events'
import { ErrorState } from '~/components/ui/error-state'
import { Page } from '~/components/ui/page-header'
import { changePairs } from '~/domain/pairing/runs/change-pairs.server'
import { getPairingRun } from '~/domain/pairing/runs/get-pairing-run.server'
import { whyUnavailable } from '~/domain/pairing/strategies'
import { parseForm } from '~/http/parse-form.server'
import { problemData, problemResponse } from '~/http/problem.server'
import { requireStaff } from '~/http/require-actor.server'
import { AppError } from '~/platform/errors'

export const meta: MetaFunction = () => [{ title: 'Comparison · Recto' }]

const change = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['accept', 'unaccept', 'swap', 'split', 'restore']),
    pairId: z.uuid(),
    version: z.number().int(),
  }),
  z.object({ kind: z.literal('accept-sure') }),
  z.object({ kind: z.literal('join'), front: z.uuid(), back: z.uuid() }),
])
const form = z.object({
  changes: z
    .string()
    .transform((text, refused) => {
      try {
        return JSON.parse(text) as unknown
      } catch {
        refused.addIssue({ code: 'custom', message: 'not JSON' })
        return z.NEVER
      }
    })
    .pipe(z.array(change).min(1).max(600)),
})

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = await requireStaff(request, context)
  try {
    const run = await getPairingRun(context.app, actor, readId(params.runId))
    const beside = new URL(request.url).searchParams.get('beside')
    const direct = whyUnavailable('direct', { openAiKey: context.app.env.OPENAI_API_KEY })
    return {
      run,
      beside: beside ? await getPairingRun(context.app, actor, readId(beside)) : null,
      directUnavailable: direct,
    }
  } catch (error) {
    throw problemResponse(error, context)
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = await requireStaff(request, context)
  try {
    const { changes } = await parseForm(request, form)
    const result = await changePairs(context.app, actor, readId(params.runId), changes)
    return data({ problem: undefined, result })
  } catch (error) {
    return problemData(error, context)
  }
}

function readId(id: string | undefined): string {
  const parsed = z.uuid().safeParse(id)
  if (!parsed.success) throw new AppError('NOT_FOUND', 'There is no such pairing run.')
  return parsed.data
}

export default function PairingRunPage() {
  const { run, beside, directUnavailable } = useLoaderData<typeof loader>()
  useLiveRevalidation(['pairing-run', 'job'])
  return (
    <Page>
      <Link to="/pairing" className="mb-4 inline-flex items-center gap-1.5 text-sm text-soft hover:text-ink">
        <ArrowLeft aria-hidden className="size-4" /> All runs
      </Link>
      <ReviewDesk key={run.id} run={run} beside={beside} directUnavailable={directUnavailable} />
    </Page>
  )
}

export function ErrorBoundary() {
  return <ErrorState error={useRouteError()} kept="What was accepted stays accepted." />
}
