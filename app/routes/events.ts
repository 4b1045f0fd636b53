import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '~/http/require-actor.server'
import { eventHub } from '~/http/sse-hub.server'
import { sseResponse } from '~/http/sse-response.server'

/** Server-sent events: what changed in the project, as far as this person may see it. Browser side: use-live-events. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireActor(request, context)
  return sseResponse(eventHub(context.app), actor, [request.signal, context.closing])
}
