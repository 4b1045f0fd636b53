import type { LoaderFunctionArgs } from '@remix-run/node'
import type { SimilarAnswer } from '~/components/photo/similar-photos'
import { requireActor } from '~/http/require-actor.server'
import { answerSearch } from '~/http/answer-search.server'
import { isAppError } from '~/platform/errors'

const SHOWN = '12'

/** What looks like a photo, for the strip on its page. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = await requireActor(request, context)
  const query = new URLSearchParams({ similarTo: params.photoId ?? '', limit: SHOWN })
  try {
    const { answer, off } = await answerSearch(context.app, actor, query, { signal: request.signal })
    return answerOf({ results: off ? [] : (answer?.results ?? []), degraded: answer?.degraded, off })
  } catch (error) {
    // Deleted in this moment. The page itself says so.
    if (isAppError(error) && error.code === 'NOT_FOUND') return answerOf({ results: [], off: false })
    throw error
  }
}

function answerOf(answer: SimilarAnswer): Response {
  return Response.json(answer)
}
