import { postJson } from './ask-server'
import { sendInSlices } from './send-in-slices'

export type PhotoChange = 'delete' | 'restore' | 'retry'

/** What the server takes in a request. */
const LARGEST = 500

/**
 * Deletes, restores or retries photos. Throws an Error with a sentence for people, `PartlyDone` when some of them are
 * changed already.
 */
export function changePhotos(change: PhotoChange, ids: readonly string[]): Promise<void> {
  return sendInSlices(ids, LARGEST, async (slice, lost) => {
    await postJson(`/api/photos/${change}`, { ids: slice }, { lost })
  })
}
