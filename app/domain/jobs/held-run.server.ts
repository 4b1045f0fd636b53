import { performance } from 'node:perf_hooks'
import { Interruption, type InterruptionKind } from './interruption'
import type { ClaimedJob } from './runtime.queries.server'

/** One job as this worker holds it: its lease, what was asked of it, and when it last got anywhere. */
export interface HeldRun {
  readonly id: string
  readonly lease: number
  readonly claimed: ClaimedJob
  /** Hard stop: whatever runs is to end now. */
  readonly hard: AbortController
  readonly startedAt: number
  lastProgressAt: number
  /** Soft stop: start nothing new, finish what runs. */
  stop: InterruptionKind | null
  /** The dependency that was down when it was taken up, for jobs that can do part of their work without it. */
  down: Error | null
  /** Resolves when the work is done and only the record of it is still to be written. */
  readonly worked: Promise<void>
  markWorked(): void
  movedOn(): void
  /** `hard` also aborts what runs; a lost lease and a wedged run always do. */
  interrupt(kind: InterruptionKind, hard?: boolean): void
}

export function holdRun(claimed: ClaimedJob): HeldRun {
  const hard = new AbortController()
  let markWorked = () => {}
  const worked = new Promise<void>((resolve) => (markWorked = resolve))
  return {
    worked,
    markWorked,
    id: claimed.id,
    lease: claimed.lease,
    claimed,
    hard,
    startedAt: performance.now(),
    lastProgressAt: performance.now(),
    stop: null,
    down: null,
    movedOn() {
      this.lastProgressAt = performance.now()
    },
    interrupt(kind, abort = false) {
      // A lost lease outranks everything; otherwise what was asked first stands.
      if (this.stop === null || kind === 'lost') this.stop = kind
      if ((abort || kind === 'lost' || kind === 'wedged') && !hard.signal.aborted)
        hard.abort(new Interruption(kind))
    },
  }
}

/** How long aborted work may take to notice before it is left to itself. */
const GRACE_MS = 2_000

/**
 * `work`, or the signal's reason a little after it aborted: code that ignores its signal must not hold a job for ever.
 * What it still does afterwards cannot be written: its lease is gone or its item is no longer running.
 */
export async function raceAbort<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  work.catch(() => {}) // Left to itself it may still reject.
  let timer: NodeJS.Timeout | undefined
  let onAbort: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => (timer = setTimeout(() => reject(signal.reason as Error), GRACE_MS))
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    clearTimeout(timer)
    if (onAbort) signal.removeEventListener('abort', onAbort)
  }
}
