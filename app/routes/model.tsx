import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData, useRouteError } from '@remix-run/react'
import { z } from 'zod'
import { ComparisonCard } from '~/components/model/comparison-card'
import { ModelChangeCard } from '~/components/model/model-change-card'
import { useLiveRevalidation } from '~/components/live/use-live-events'
import { ErrorState } from '~/components/ui/error-state'
import { Page, PageHeader } from '~/components/ui/page-header'
import { listCollectionNames } from '~/domain/collections/list-collection-names.server'
import { readModelChange } from '~/domain/embeddings/read-model-change.server'
import { switchBack, switchToNextModel } from '~/domain/embeddings/switch-model.server'
import { compareModels } from '~/domain/search/compare-models.server'
import { parseForm } from '~/http/parse-form.server'
import { problemData } from '~/http/problem.server'
import { requireAdmin, requireStaff } from '~/http/require-actor.server'

export const meta: MetaFunction = () => [{ title: 'Search model · Recto' }]

const schema = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('switch'),
    model: z.string().min(1).max(300),
    missing: z.coerce.number().int().min(0),
    reach: z.enum(['internal', 'on']),
  }),
  z.object({ intent: z.literal('back') }),
])

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireStaff(request, context)
  const change = await readModelChange(context.app, actor)
  const given = new URL(request.url).searchParams.get('words')?.slice(0, 500)
  const words =
    given ??
    (await listCollectionNames(context.app, actor))
      .slice(0, 4)
      .map(({ name }) => name)
      .join(', ')
  const texts = words.split(',').flatMap((text) => text.trim() || [])
  const { clipNext } = context.app
  const comparison =
    clipNext && change.state === 'ready'
      ? await compareModels({ ...context.app, clipNext }, actor, texts)
      : null
  return { change, comparison, words, isAdmin: actor.role === 'admin' }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const actor = await requireAdmin(request, context)
  try {
    const input = await parseForm(request, schema)
    if (input.intent === 'switch') await switchToNextModel(context.app, actor, input)
    else await switchBack(context.app, actor)
    return data({ problem: undefined })
  } catch (error) {
    return problemData(error, context)
  }
}

export default function Model() {
  const { change, comparison, words, isAdmin } = useLoaderData<typeof loader>()
  // The comparison searches with both models: not every second, however often a job reports.
  useLiveRevalidation(['job'], { everyMs: 5_000 })
  return (
    <Page>
      <PageHeader
        title="Search model"
        description="What reads the pictures. A new one reads every photo beside the old one, is compared with it, and takes over when an admin says so."
      />
      <div className="flex flex-col gap-6">
        <ModelChangeCard change={change} isAdmin={isAdmin} />
        {comparison ? <ComparisonCard comparison={comparison} words={words} /> : null}
      </div>
    </Page>
  )
}

export function ErrorBoundary() {
  return <ErrorState error={useRouteError()} kept="Searches go on with the model they had." />
}
