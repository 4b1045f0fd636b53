import { sentenceOf } from '../photo/change-photos'

export type CollectionChange =
  | { change: 'create'; name: string; photoIds: readonly string[] }
  | { change: 'rename'; id: string; name: string }
  | { change: 'delete'; id: string }
  | { change: 'add' | 'remove'; id: string; photoIds: readonly string[] }

interface Answers {
  create: { id: string; name: string }
  rename: object
  delete: { name: string; photoIds: string[] }
  add: { count: number }
  remove: { count: number }
}

/** Changes a collection on the server. Throws an Error with a sentence for people. */
export async function changeCollection<Change extends CollectionChange>(
  change: Change,
): Promise<Answers[Change['change']]> {
  const response = await fetch('/api/collections', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(change),
  }).catch(() => undefined)
  if (!response) throw new Error('The server could not be reached. Nothing was changed.')
  if (!response.ok) throw new Error(await sentenceOf(response))
  return (await response.json()) as Answers[Change['change']]
}
