import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData, useRouteError } from '@remix-run/react'
import { z } from 'zod'
import { FlagCard } from '~/components/flags/flag-card'
import { PeriodLinks } from '~/components/flags/period-links'
import { ErrorState } from '~/components/ui/error-state'
import { Page, PageHeader } from '~/components/ui/page-header'
import { flagKeys } from '~/domain/flags/catalog'
import { listFlags } from '~/domain/flags/list-flags.server'
import { setOverride, setRollout } from '~/domain/flags/update-flag.server'
import { userIdField } from '~/http/form-fields'
import { parseForm } from '~/http/parse-form.server'
import { problemData } from '~/http/problem.server'
import { requireAdmin } from '~/http/require-actor.server'

export const meta: MetaFunction = () => [{ title: 'Flags · Recto' }]

const periodField = z.enum(['24h', '7d']).catch('24h')
const schema = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('rollout'),
    key: z.enum(flagKeys),
    state: z.enum(['off', 'internal', 'percent', 'on']),
    percent: z.coerce.number().int().min(0).max(100),
  }),
  z.object({
    intent: z.literal('override'),
    key: z.enum(flagKeys),
    userId: userIdField,
    enabled: z.enum(['on', 'off', 'none']).transform((value) => (value === 'none' ? null : value === 'on')),
  }),
])

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireAdmin(request, context)
  const period = periodField.parse(new URL(request.url).searchParams.get('period'))
  return { ...(await listFlags(context.app, actor, period)), period }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const actor = await requireAdmin(request, context)
  try {
    const input = await parseForm(request, schema)
    if (input.intent === 'rollout') {
      await setRollout(context.app, actor, { key: input.key, state: input.state, percent: input.percent })
    } else {
      await setOverride(context.app, actor, input)
    }
    return data({ problem: undefined })
  } catch (error) {
    return problemData(error, context)
  }
}

export default function Flags() {
  const { flags, people, period } = useLoaderData<typeof loader>()
  return (
    <Page>
      <PageHeader
        title="Flags"
        description="Who gets a feature, and how it does for those who have it beside those who have not."
        actions={<PeriodLinks period={period} />}
      />
      <div className="flex flex-col gap-6">
        {flags.map((flag) => (
          <FlagCard key={flag.key} flag={flag} people={people} />
        ))}
      </div>
    </Page>
  )
}

export function ErrorBoundary() {
  return <ErrorState error={useRouteError()} kept="The flags are as they were." />
}
