import type { Logger } from '~/platform/log.server'
import type { LogLevel } from './job-run'
import type { HeldRun } from './held-run.server'
import { insertLogLines, notifyJobs, writeProgress, type Pool } from './runtime.queries.server'

/** Two looks a second are what a person can follow, whatever the number of jobs and the rate they report at. */
const EVERY_MS = 500
/** A job that logs every item of 100,000 would fill the table; the first lines tell the story. */
const MAX_LINES = 1_000

interface Pending {
  run: HeldRun
  done: number | null
  total: number | null
  step: string | null
  lines: { at: Date; level: LogLevel; message: string; data: unknown }[]
}

/**
 * Gathers what running jobs have to say and writes it at most twice a second, in one statement per kind and job.
 * Nothing here decides anything: a line or a number that is lost with the process is not missed.
 */
export function createJobReporter(deps: { pool: Pool; log: Logger }) {
  const pending = new Map<string, Pending>()
  const changed = new Set<string>()
  const lineCounts = new WeakMap<HeldRun, number>()
  let timer: NodeJS.Timeout | undefined
  let busy: Promise<void> = Promise.resolve()

  const of = (run: HeldRun): Pending => {
    const known = pending.get(run.id)
    if (known?.run === run) return known
    const fresh: Pending = { run, done: null, total: null, step: null, lines: [] }
    pending.set(run.id, fresh)
    return fresh
  }

  const schedule = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      void flush()
    }, EVERY_MS)
  }

  const write = async () => {
    const entries = [...pending.values()]
    const ids = [...changed]
    pending.clear()
    changed.clear()
    try {
      for (const { run, done, total, step, lines } of entries) {
        if (done !== null || total !== null || step !== null)
          await writeProgress(deps.pool, run, { done, total, step })
        if (lines.length > 0) await insertLogLines(deps.pool, run.id, lines)
      }
      if (ids.length > 0) await notifyJobs(deps.pool, ids)
    } catch (error) {
      deps.log.warn({ err: error }, 'job progress could not be written; the next report will')
    }
  }
  const flush = () => (busy = busy.then(write))

  return {
    /** Tells the browsers to look again. */
    changed(jobId: string) {
      changed.add(jobId)
      schedule()
    },
    progress(run: HeldRun, values: { done?: number; total?: number; step?: string }) {
      const entry = of(run)
      entry.done = values.done ?? entry.done
      entry.total = values.total ?? entry.total
      entry.step = values.step ?? entry.step
      changed.add(run.id)
      schedule()
    },
    line(run: HeldRun, level: LogLevel, message: string, data?: Record<string, unknown>) {
      const count = (lineCounts.get(run) ?? 0) + 1
      lineCounts.set(run, count)
      if (count > MAX_LINES) return
      const full = count === MAX_LINES
      of(run).lines.push({
        at: new Date(),
        level,
        message: full ? 'Further lines of this run are not kept.' : message.slice(0, 4_000),
        data: full ? undefined : data,
      })
      schedule()
    },
    /** Writes what this run has said so far: once it ended, numbers under its lease are refused. */
    async settle(run: HeldRun) {
      if (pending.has(run.id)) await flush()
    },
    /** Writes what is left; before a job ends and before the process does. */
    flush,
  }
}

export type JobReporter = ReturnType<typeof createJobReporter>
