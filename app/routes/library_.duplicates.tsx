import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData, useRouteError } from '@remix-run/react'
import { z } from 'zod'
import { DuplicatesView } from '~/components/duplicates/duplicates-view'
import { ButtonLink } from '~/components/ui/button'
import { ErrorState } from '~/components/ui/error-state'
import { findNearDuplicates } from '~/domain/duplicates/find-near-duplicates.server'
import { markDistinct } from '~/domain/duplicates/mark-distinct.server'
import { parseForm } from '~/http/parse-form.server'
import { problemData } from '~/http/problem.server'
import { requireActor } from '~/http/require-actor.server'

export const meta: MetaFunction = () => [{ title: 'Duplicates · Recto' }]

/** So many groups are looked through at a time; the next ones come when these are dealt with. */
const GROUPS = 50

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireActor(request, context)
  return findNearDuplicates(context.app, actor, { limit: GROUPS })
}

const schema = z.object({
  ids: z
    .string()
    .transform((ids) => ids.split(','))
    .pipe(z.array(z.uuid())),
  distinct: z.enum(['yes', 'no']),
})

/** `ids` are (`distinct=yes`) or may again be (`no`) different pictures that only look alike. */
export async function action({ request, context }: ActionFunctionArgs) {
  const actor = await requireActor(request, context)
  try {
    const { ids, distinct } = await parseForm(request, schema)
    await markDistinct(context.app, actor, { photoIds: ids, distinct: distinct === 'yes' })
    return data({ problem: undefined })
  } catch (error) {
    return problemData(error, context)
  }
}

export default function Duplicates() {
  return <DuplicatesView {...useLoaderData<typeof loader>()} />
}

export function ErrorBoundary() {
  return (
    <ErrorState
      error={useRouteError()}
      kept="No photo was changed."
      actions={<ButtonLink to="/library">Back to the library</ButtonLink>}
    />
  )
}
