import type { AddedPhoto } from './added-photos'
import type { UploadItem, UploadState } from './upload-item'

/** A file that arrived whole may still be no picture: that is known only once the worker has read it. */
export type UploadOutcome = UploadState | 'unreadable'

/** What a row of the list says of a file, and the group it is counted in. */
export function outcomeOf(
  item: Pick<UploadItem, 'state' | 'photoId'>,
  added: ReadonlyMap<string, AddedPhoto | undefined>,
): UploadOutcome {
  const read = item.photoId === undefined ? undefined : added.get(item.photoId)
  return item.state === 'added' && read?.status === 'failed' ? 'unreadable' : item.state
}

/** How many files there are of each outcome; one pass, since a list may hold thousands. */
export function countOutcomes(
  items: readonly UploadItem[],
  added: ReadonlyMap<string, AddedPhoto | undefined>,
): Record<UploadOutcome, number> {
  const counts = { queued: 0, sending: 0, added: 0, unreadable: 0, duplicate: 0, refused: 0, failed: 0 }
  for (const item of items) counts[outcomeOf(item, added)]++
  return counts
}
