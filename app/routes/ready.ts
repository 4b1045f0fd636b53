import type { LoaderFunctionArgs } from '@remix-run/node'
import { checkDependencies } from '~/http/check-dependencies.server'

/** May traffic come here? 503 while the database or storage does not answer, or the process is stopping. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { ready, dependencies } = await checkDependencies(context.app)
  const open = ready && !context.closing.aborted
  return Response.json(
    { status: open ? 'ready' : 'not ready', dependencies },
    { status: open ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  )
}
