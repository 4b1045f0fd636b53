import type { Transferable } from 'node:worker_threads'

/** What goes to a thread: work, each piece with a number of its own. */
export type ThreadRequest<Work> = { type: 'work'; id: number; work: Work } | { type: 'close' }

/** What comes back. `Loaded` is what the thread says of itself once it has opened its model. */
export type ThreadReply<Loaded, Answer> =
  | { type: 'loaded'; loaded: Loaded }
  | { type: 'failed'; message: string }
  | { type: 'answer'; id: number; answer: Answer }
  | { type: 'error'; id: number; message: string }
  /** A request came that could not be read, its number neither. */
  | { type: 'unreadable' }

/** What a thread serves, opened on it. */
export interface Served<Loaded, Work, Answer> {
  loaded: Loaded
  run(work: Work): Promise<Answer>
  close(): Promise<void>
  /** What of an answer is handed over instead of copied. */
  handOver?(answer: Answer): Transferable[]
}
