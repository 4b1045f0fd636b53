import { performance } from 'node:perf_hooks'
import type { Logger } from '~/platform/log.server'
import type { JobCatalog } from './catalog'
import { coalesce } from '~/platform/coalesce'
import { executeRun } from './execute-run.server'
import { holdRun, type HeldRun } from './held-run.server'
import type { ItemGate } from './item-gate'
import type { JobHandler } from './job-run'
import { createJobReporter } from './report-jobs.server'
import {
  claimJobs,
  completeJobs,
  readHeldJobs,
  readJobsOf,
  requeueJob,
  takeDueJobs,
  type ClaimedJob,
  type Pool,
} from './runtime.queries.server'

export interface RunnerOptions<Context> {
  pool: Pool
  log: Logger
  workerId: string
  /** Handed to every handler. */
  context: Context
  catalog: JobCatalog
  handlers: Record<string, JobHandler<Context, never>>
  gate: ItemGate
  /** Resolves when the dependency of this error code answers again; throws the dependency's error otherwise. */
  probe: (code: string) => Promise<void>
  /** A job gives way to others of its rank after so long. */
  sliceMs: number
  /** A blocked job looks again after so long, unless the dependency named a time. */
  blockedRetryMs: number
}

export interface JobRunner {
  /**
   * Takes up one job and stays with it until it ends, waits or gives way; then, for a moment, whichever is due next.
   * Does nothing when another worker holds the job.
   */
  run(jobId: string): Promise<void>
  active(): number
  /** Jobs that the database says are ours and that we know nothing of (an answer was lost) go back to the queue. */
  releaseForgotten(): Promise<void>
  /** Lets running items finish for `limitMs`, then aborts them; everything unfinished goes back to the queue. */
  stop(limitMs: number): Promise<void>
  /** Declared dead: writes nothing more. */
  abandon(): void
}

const LOOK_EVERY_MS = 1_000
/** Jobs whose end is being written count too; beyond this many the queue waits for them. */
const MOST_HELD = 64
/**
 * So long a place in the queue goes on with whatever job is due next before it asks graphile-worker again. Four places
 * that ask together take four jobs in one statement, where graphile-worker needs two for each; it still runs what is
 * not a job of ours (cron), so it gets its turn.
 */
const TURN_MS = 1_000
/** Someone more urgent need not wait for the whole slice. */
const SHORTEST_SLICE_MS = 1_000

/** Runs the jobs of one worker process. graphile-worker says which; the lease on the job's row says whose. */
export function createJobRunner<Context>(options: RunnerOptions<Context>): JobRunner {
  const { pool, log, workerId } = options
  const held = new Map<string, HeldRun>()
  const reporter = createJobReporter({ pool, log })
  const claim = coalesce(
    async (ids: string[]) => {
      const claimed = new Map((await claimJobs(pool, ids, workerId)).map((job) => [job.id, job]))
      return ids.map((id) => claimed.get(id) ?? null)
    },
    { flights: 2 },
  )
  const takeNext = coalesce(async (places: 'free'[]) => {
    const projects = [...held.values()].flatMap((run) => run.claimed.project_id ?? [])
    const jobs = await takeDueJobs(pool, places.length, workerId, projects)
    return places.map((_, index) => jobs[index] ?? null)
  })
  const complete = coalesce(async (runs: HeldRun[]) => {
    const completed = new Set(await completeJobs(pool, runs))
    return runs.map((run) => completed.has(run.id))
  })
  let timer: NodeJS.Timeout | undefined
  let stopping = false
  /** On their way from the queue to `held`. */
  const claiming = new Set<string>()
  /** Ours by the database and unknown to us when last looked. */
  let forgotten = new Set<string>()

  const look = async () => {
    timer = undefined
    try {
      const states = new Map(
        (await readHeldJobs(pool, [...held.keys()], workerId)).map((state) => [state.id, state]),
      )
      let makingRoom = [...held.values()].some((run) => run.stop === 'yield')
      // In the order they were taken: who has had the longest turn makes room first, and one at a time.
      for (const run of held.values()) {
        const state = states.get(run.id)
        const age = performance.now() - run.startedAt
        if (!state) {
          // Taken up after the query, or deleted under us.
          if (age > LOOK_EVERY_MS * 2) run.interrupt('lost')
        } else if (state.lease > run.lease || (state.lease === run.lease && !state.held))
          run.interrupt('lost')
        else if (state.request === 'cancel' || state.request === 'pause') {
          // Work with items stops between them; other work is told to end.
          run.interrupt(state.request, !run.claimed.itemised)
        } else if (age > (state.overtaken ? SHORTEST_SLICE_MS : state.queued ? options.sliceMs : Infinity)) {
          run.interrupt('yield')
        } else if (state.crowding && !makingRoom && age > SHORTEST_SLICE_MS) {
          run.interrupt('yield')
          makingRoom = true
        }
      }
    } catch (error) {
      log.warn({ err: error }, 'the state of running jobs could not be read')
    }
    watch()
  }

  const watchForStalls = () => {
    for (const run of held.values()) {
      const limit = options.catalog[run.claimed.name]?.stallMs ?? Infinity
      // Items have their own limit; on top of it the whole job may not stand still for much longer.
      const factor = run.claimed.itemised ? 3 : 1
      if (performance.now() - run.lastProgressAt > limit * factor) run.interrupt('wedged')
    }
  }

  const watch = () => {
    if (held.size === 0) return
    timer ??= setTimeout(() => {
      watchForStalls()
      void look()
    }, LOOK_EVERY_MS)
  }

  const giveBack = (job: { id: string; lease: number }) =>
    requeueJob(pool, job, { status: 'waiting', delayMs: 0, code: null, reason: null, attempts: 0 })

  /** True when the job gave way to others, which are to be taken before graphile-worker is asked again: it knows no turns. */
  const work = async (claimed: ClaimedJob): Promise<boolean> => {
    if (stopping) {
      await giveBack(claimed)
      return false
    }
    const run = holdRun(claimed)
    held.set(run.id, run)
    watch()
    const ended = executeRun({ ...options, reporter, complete }, run).finally(() => {
      if (held.get(run.id) === run) held.delete(run.id)
    })
    // The next job may be taken up while this one's end is written together with others: the job's own row, not
    // graphile's, is what recovery goes by.
    if (held.size > MOST_HELD) await ended
    ended.catch((error: unknown) =>
      log.error({ err: error, jobId: run.id }, 'the end of a job could not be written'),
    )
    await Promise.race([ended, run.worked])
    return run.stop === 'yield'
  }

  return {
    active: () => held.size,
    async run(jobId) {
      if (stopping) throw new Error('This worker is stopping; another one takes the job.')
      claiming.add(jobId)
      let job = await claim(jobId).finally(() => claiming.delete(jobId))
      const until = performance.now() + TURN_MS
      while (job) {
        const gaveWay = await work(job)
        if (stopping || (performance.now() > until && !gaveWay)) return
        job = await takeNext('free')
      }
    },
    async releaseForgotten() {
      const ours = await readJobsOf(pool, workerId)
      const unknown = ours.filter((row) => !held.has(row.id) && !claiming.has(row.id))
      // Only what was unknown at the last look too: the answer that names it may be on its way.
      for (const row of unknown.filter(({ id, lease }) => forgotten.has(`${id} ${lease}`))) {
        log.warn({ jobId: row.id }, 'a job of this worker was not being worked on; back to the queue')
        await giveBack(row)
      }
      forgotten = new Set(unknown.map(({ id, lease }) => `${id} ${lease}`))
    },
    async stop(limitMs) {
      stopping = true
      for (const run of held.values()) run.interrupt('shutdown')
      const deadline = performance.now() + limitMs
      while (held.size > 0 && performance.now() < deadline)
        await new Promise((resolve) => setTimeout(resolve, 20))
      for (const run of held.values()) run.interrupt('shutdown', true)
      const grace = performance.now() + 5_000
      while (held.size > 0 && performance.now() < grace)
        await new Promise((resolve) => setTimeout(resolve, 20))
      clearTimeout(timer)
      await reporter.flush()
    },
    abandon() {
      stopping = true
      for (const run of held.values()) run.interrupt('lost')
      clearTimeout(timer)
    },
  }
}
