import type { LoaderFunctionArgs } from '@remix-run/node'
import type { SimilarAnswer } from '~/components/photo/similar-photos'
import { requireActor } from '~/http/require-actor.server'
import { answerSearch } from '~/http/answer-search.server'

const SHOWN = '12'

/** What looks like a photo, for the strip on its page. */
export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<SimilarAnswer> {
  const actor = await requireActor(request, context)
  const query = new URLSearchParams({ similarTo: params.photoId ?? '', limit: SHOWN })
  const { answer, off } = await answerSearch(context.app, actor, query, { signal: request.signal })
  return { results: off ? [] : (answer?.results ?? []), degraded: answer?.degraded, off }
}
