import { readProblem } from '../ui/error-state'

export type PhotoChange = 'delete' | 'restore' | 'retry'

const LARGEST = 500

/** Deletes, restores or retries photos, five hundred to a request. Throws an Error with a sentence for people. */
export async function changePhotos(change: PhotoChange, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += LARGEST) {
    const response = await fetch(`/api/photos/${change}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ ids: ids.slice(start, start + LARGEST) }),
    }).catch(() => undefined)
    if (!response) throw new Error('The server could not be reached. Nothing was changed.')
    if (!response.ok) throw new Error(await sentenceOf(response))
  }
}

/** What a problem answer says, in one or two sentences. */
export async function sentenceOf(response: Response): Promise<string> {
  const data: unknown = await response.json().catch(() => null)
  const problem = readProblem({ status: response.status, statusText: '', internal: false, data })
  return `${problem.detail} ${problem.hint}`.trim()
}
