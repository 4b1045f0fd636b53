import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData, useRouteError } from '@remix-run/react'
import { CollectionsView } from '~/components/collections/collections-view'
import { ErrorState } from '~/components/ui/error-state'
import { listCollections } from '~/domain/collections/list-collections.server'
import { requireStaff } from '~/http/require-actor.server'

export const meta: MetaFunction = () => [{ title: 'Collections · Recto' }]

export async function loader({ request, context }: LoaderFunctionArgs) {
  return { collections: await listCollections(context.app, await requireStaff(request, context)) }
}

export default function Collections() {
  return <CollectionsView {...useLoaderData<typeof loader>()} />
}

export function ErrorBoundary() {
  return <ErrorState error={useRouteError()} kept="Your collections are as they were." />
}
