import { startThread, type Thread } from '../threads/start-thread.ts'
import type { Line, Raster, ReaderSetup } from './reader-messages.ts'

/** The reader's two sessions on a thread of their own: a picture in, its lines out. */
export type ReaderThread = Thread<undefined, Raster, Line[]>

/** Starts the thread and waits for its sessions; what waits when it dies is refused with a typed error. */
export function startReader(setup: ReaderSetup): Promise<ReaderThread> {
  return startThread({
    script: new URL('./reader-worker.js', import.meta.url),
    setup,
    name: 'reader',
    title: 'The reader',
    refusal: 'INFERENCE_FAILED',
  })
}
