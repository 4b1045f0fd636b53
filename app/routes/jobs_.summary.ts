import type { LoaderFunctionArgs } from '@remix-run/node'
import { summariseJobs } from '~/domain/jobs/summarise-jobs.server'
import { requireActor } from '~/http/require-actor.server'

/** What the badge in the header shows: plain JSON, so that asking for it never leads the page to sign-in. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const summary = await summariseJobs(context.app, await requireActor(request, context))
  return Response.json(summary, { headers: { 'cache-control': 'no-store' } })
}
