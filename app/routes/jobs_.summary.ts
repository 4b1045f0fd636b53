import type { LoaderFunctionArgs } from '@remix-run/node'
import { summariseJobs } from '~/domain/jobs/summarise-jobs.server'
import { requireActor } from '~/http/require-actor.server'

/** What the badge in the header shows. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  return summariseJobs(context.app, await requireActor(request, context))
}
