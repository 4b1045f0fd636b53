import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { MAX_QUERY_IMAGE_BYTES } from '~/domain/search/search-query'
import { answerSearch } from '~/http/answer-search.server'
import { readLimited } from '~/http/read-limited.server'
import { drainRequest, receiveUpload } from '~/http/receive-upload.server'
import { requireActor } from '~/http/require-actor.server'
import { AppError } from '~/platform/errors'

const PRIVATE = { headers: { 'cache-control': 'private, no-store' } }

/** `GET /api/search?q=…`: by words, or like a photo; the fields are those of `searchParams`. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireActor(request, context)
  const params = new URL(request.url).searchParams
  const { answer } = await answerSearch(context.app, actor, params, { signal: request.signal })
  return Response.json(answer, PRIVATE)
}

/** `POST /api/search`: by picture. Multipart with the same fields first and one file of at most 30 MiB. */
export async function action({ request, context }: ActionFunctionArgs) {
  if (request.method !== 'POST') throw new AppError('BAD_REQUEST', 'Search with GET or POST.')
  const actor = await requireActor(request, context).catch(async (refusal: unknown) => {
    await drainRequest(request)
    throw refusal
  })
  const limits = { maxBytes: MAX_QUERY_IMAGE_BYTES }
  const { answer } = await receiveUpload(request, limits, async ({ stream, fields }) => {
    const image = await readLimited(stream, MAX_QUERY_IMAGE_BYTES)
    return answerSearch(context.app, actor, new URLSearchParams(fields), { signal: request.signal, image })
  })
  return Response.json(answer, PRIVATE)
}
