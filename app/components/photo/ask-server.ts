import { readProblem } from '../ui/error-state'

/** What the server answers. Throws an Error with a sentence for people. */
export async function getJson<Answer>(url: string, signal?: AbortSignal): Promise<Answer> {
  const response = await fetch(url, { signal, headers: { accept: 'application/json' } }).catch(
    (error: unknown) => {
      if (signal?.aborted) throw error
      throw new Error('The server could not be reached.')
    },
  )
  if (!response.ok) throw new Error(await sentenceOf(response))
  return (await response.json()) as Answer
}

/** Nobody judged the request: the server was not reached, failed, was busy, or wants a new sign-in. It can be sent again. */
export class Unanswered extends Error {}

/**
 * Sends `body` and returns the answer. Throws an Error with a sentence for people, `Unanswered` when it is no refusal;
 * `lost` is what it says of the change when the server could not be reached. With `keepalive` a request on its way
 * arrives although the page is closed.
 */
export async function postJson<Answer>(
  url: string,
  body: unknown,
  { lost = 'Nothing was changed.', keepalive = false }: { lost?: string; keepalive?: boolean } = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
    keepalive,
  }).catch(() => undefined)
  if (!response) throw new Unanswered(`The server could not be reached. ${lost}`)
  if (!response.ok) {
    const { status } = response
    const sentence = await sentenceOf(response)
    throw status >= 500 || status === 401 || status === 429 ? new Unanswered(sentence) : new Error(sentence)
  }
  return (await response.json()) as Answer
}

/** What a problem answer says, in one or two sentences. */
export async function sentenceOf(response: Response): Promise<string> {
  const data: unknown = await response.json().catch(() => null)
  const problem = readProblem({ status: response.status, statusText: '', internal: false, data })
  return `${problem.detail} ${problem.hint}`.trim()
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong. Try again.'
}
