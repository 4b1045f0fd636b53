import type { SearchAnswer } from '~/domain/search/search-answer'
import { sentenceOf } from '../photo/ask-server'
import { readQueryPicture } from './query-picture'

/** `null`: the address names a picture that this browser does not have. */
export type FetchedAnswer = SearchAnswer | null

/**
 * Asks `/api/search` what the address asks. A picture kept in this browser is sent along; `onProblem` makes the error
 * of an answer that is none, for pages that show problem details as a whole.
 */
export async function fetchAnswer(
  params: URLSearchParams,
  { signal, onProblem }: { signal?: AbortSignal; onProblem?: (response: Response) => unknown } = {},
): Promise<FetchedAnswer> {
  const fields = new URLSearchParams(params)
  const picture = fields.get('picture')
  fields.delete('picture')
  const request: RequestInit = { signal, headers: { accept: 'application/json' } }
  let url = `/api/search?${fields}`
  if (picture) {
    const file = await readQueryPicture(picture)
    if (!file) return null
    const body = new FormData()
    for (const [name, value] of fields) body.append(name, value)
    body.append('image', file, file.name)
    request.method = 'POST'
    request.body = body
    url = '/api/search'
  }
  const response = await fetch(url, request)
  if (response.ok) return (await response.json()) as SearchAnswer
  if (onProblem) throw onProblem(response)
  throw new Error(await sentenceOf(response))
}
