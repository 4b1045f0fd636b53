import { getDroppedFiles } from '@uppy/utils'
import type { QueuedFile } from './upload-queue'

/** What file managers and cameras leave beside photos. Only skipped inside folders: a single file was meant. */
const LEFT_BEHIND = /(^|\/)(\.[^/]+|thumbs\.db|desktop\.ini|__macosx\/.*)$/i

/**
 * Files and whole folders of a drop or a paste. Call it inside the event: the browser empties the transfer after it.
 */
export async function readDroppedFiles(transfer: DataTransfer): Promise<QueuedFile[]> {
  return toQueuedFiles(await getDroppedFiles(transfer))
}

/** Files with the folder they came from, as a drop (`relativePath`) or a folder input (`webkitRelativePath`) names it. */
export function toQueuedFiles(files: Iterable<File & { relativePath?: string | null }>): QueuedFile[] {
  const queued: QueuedFile[] = []
  for (const file of files) {
    const path = (file.relativePath ?? file.webkitRelativePath ?? '').replace(/^\/+/, '') || file.name
    if (path.includes('/') && LEFT_BEHIND.test(path)) continue
    queued.push({ file, path })
  }
  return queued
}

/** Whether a drag carries files (not a text selection or a picture of this page). */
export function carriesFiles(transfer: DataTransfer | null): boolean {
  return transfer !== null && Array.from(transfer.types).includes('Files')
}
