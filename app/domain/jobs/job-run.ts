import type { ErrorCode } from '~/platform/errors'

export type LogLevel = 'info' | 'warn' | 'error'

export interface ItemRun {
  key: string
  /** What an earlier try left done; set by `batch.checkpoint`. */
  checkpoint: string | null
  /** This try's number, from 1. */
  attempt: number
}

export interface ItemFailure {
  key: string
  code: string
  message: string
}

/** How a job goes through its items. `work` runs for several at once; `batch` takes what `work` returned, many at a time. */
export interface ItemPlan<Value, Loaded = undefined> {
  /** What `work` needs to know of its items, read for a page of them at once: one round trip instead of sixteen. */
  load?(keys: string[]): Promise<Map<string, Loaded>>
  /**
   * Throws to fail the item: errors of the catalogue at once, unknown ones after the job's `maxAttempts`. Dependency
   * errors (ML_SERVICE_DOWN, STORAGE_DOWN, …) fail nothing: the item goes back and the job waits. Null: done, nothing
   * left for `batch`.
   */
  work(item: ItemRun, signal: AbortSignal, loaded: Loaded | undefined): Promise<Value | null>
  batch?: {
    size: number
    /** Written on items whose `work` is done while the batch's dependency is down; their next try may skip it. */
    checkpoint: string
    /** Keeps what `work` found out, before the batch's own work and also while its dependency is down. Idempotent. */
    record?(inputs: { item: ItemRun; value: Value }[]): Promise<void>
    /** Answers which items failed; all others are done. */
    work(inputs: { item: ItemRun; value: Value }[], signal: AbortSignal): Promise<ItemFailure[]>
  }
  /** What the person reads while it runs. */
  step?: string
}

/** What a handler gets: one taking-up of a job by one worker. */
export interface JobRun<Payload = unknown> {
  readonly jobId: string
  readonly name: string
  readonly projectId: string | null
  readonly createdById: string | null
  readonly payload: Payload
  /** Aborts on cancel, pause, shutdown, loss of the lease and when the job is wedged. Pass it to everything slow. */
  readonly signal: AbortSignal
  log(level: LogLevel, message: string, data?: Record<string, unknown>): void
  /** For jobs without items; throttled, so call it as often as you like. */
  progress(done: number, total: number): void
  /** Runs `fn` once in the job's life and keeps what it returned (JSON); a later try gets the kept value. */
  step<Result>(key: string, fn: (signal: AbortSignal) => Promise<Result>): Promise<Result>
  /** Goes through every pending item, those added meanwhile too. Resumes where an earlier try ended. */
  forEachItem<Value, Loaded = undefined>(plan: ItemPlan<Value, Loaded>): Promise<void>
}

export type JobHandler<Context, Payload = unknown> = (ctx: Context, run: JobRun<Payload>) => Promise<void>

/** Nobody's fault and over some time: the job waits for it, whatever the number of tries. */
const dependencyCodes = new Set<string>([
  'STORAGE_DOWN',
  'ML_SERVICE_DOWN',
  'DISK_SPACE',
  'DATABASE_UNAVAILABLE',
] satisfies ErrorCode[])

export const isDependencyCode = (code: string): boolean => dependencyCodes.has(code)
