import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useRouteError } from '@remix-run/react'
import { UploadView } from '~/components/upload/upload-view'
import { ErrorState } from '~/components/ui/error-state'
import { requireActor } from '~/http/require-actor.server'

export const meta: MetaFunction = () => [{ title: 'Upload · Recto' }]

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireActor(request, context)
  return null
}

export default function Upload() {
  return <UploadView />
}

export function ErrorBoundary() {
  return <ErrorState error={useRouteError()} kept="Files in the queue go on uploading." />
}
