import { postJson } from '../photo/ask-server'
import { sendInSlices } from '../photo/send-in-slices'

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

/** What the server takes in a request. */
const LARGEST = 5000

/**
 * Changes a collection on the server; many photos in slices. Throws an Error with a sentence for people, `PartlyDone`
 * when some of the photos are in (or out) already.
 */
export async function changeCollection<Change extends CollectionChange>(
  change: Change,
): Promise<Answers[Change['change']]> {
  const answer = 'photoIds' in change ? await changeInSlices(change) : await send(change)
  return answer as Answers[Change['change']]
}

async function changeInSlices(change: CollectionChange & { photoIds: readonly string[] }) {
  let created: Answers['create'] | undefined
  let count = 0
  await sendInSlices(change.photoIds, LARGEST, async (photoIds, lost) => {
    if (change.change === 'create' && !created) created = await send({ ...change, photoIds }, lost)
    else {
      // The rest of a new collection is added to it.
      const next = change.change === 'create' ? { change: 'add', id: created?.id } : change
      count += (await send<{ count: number }>({ ...next, photoIds }, lost)).count
    }
  })
  return created ?? { count }
}

function send<Answer>(change: object, lost?: string): Promise<Answer> {
  return postJson('/api/collections', change, { lost })
}
