import { AppError, isAppError } from '~/platform/errors'
import type { JobDefinition } from './catalog'
import type { RunnerOptions } from './create-job-runner.server'
import { forEachItem } from './for-each-item.server'
import { raceAbort, type HeldRun } from './held-run.server'
import { Interruption } from './interruption'
import { hasPendingItems } from './items.queries.server'
import { isDependencyCode, type JobHandler, type JobRun } from './job-run'
import { isDatabaseAway, persist } from './persist.server'
import type { JobReporter } from './report-jobs.server'
import {
  closeJob,
  markRunning,
  readHeldJobs,
  readStep,
  requeueJob,
  writeStep,
} from './runtime.queries.server'

type Deps<Context> = RunnerOptions<Context> & {
  reporter: JobReporter
  complete: (run: HeldRun) => Promise<boolean>
}

/** Never aborts: how a run ends must reach the database, whenever it is back. The lease makes a late write harmless. */
const whenever = new AbortController().signal

/**
 * One taking-up of a job, from its claim to the statement that says how it ended. Returns also when the job failed:
 * the `job` row is the record, graphile-worker's only carries it.
 */
export async function executeRun<Context>(deps: Deps<Context>, run: HeldRun): Promise<void> {
  try {
    const { definition, handler, payload } = admit(deps, run)
    if (run.claimed.status === 'blocked' && !(await unblock(deps, run, definition))) return
    const jobRun = createJobRun(deps, run, definition, payload)
    for (let round = 0; ; round++) {
      await raceAbort(handler(deps.context, jobRun), run.hard.signal)
      run.hard.signal.throwIfAborted()
      run.markWorked()
      await deps.reporter.settle(run)
      if (await persist(() => deps.complete(run), whenever)) break
      // Items came in while the last ones were finished: go on. Otherwise the lease is gone.
      const [state] = await persist(() => readHeldJobs(deps.pool, [run.id], deps.workerId), whenever)
      if (!state?.held || state.lease !== run.lease) throw new Interruption('lost')
      if (round >= 1 && !(await hasPendingItems(deps.pool, run.id, null))) {
        throw new AppError('INTERNAL', 'The job ended with items neither done nor failed.')
      }
    }
  } catch (error) {
    await settleError(deps, run, error)
  }
  deps.reporter.changed(run.id)
}

/** Names and payloads this version does not know are refused loudly; the row stays as it is, to be fixed or cancelled. */
function admit<Context>(deps: Deps<Context>, run: HeldRun) {
  const { name, payload_version: version } = run.claimed
  const definition = Object.hasOwn(deps.catalog, name) ? deps.catalog[name] : undefined
  const handler = Object.hasOwn(deps.handlers, name) ? deps.handlers[name] : undefined
  if (!definition || !handler) throw new AppError('JOB_UNKNOWN', `This worker knows no job named “${name}”.`)
  if (version !== definition.version) {
    throw new AppError(
      'JOB_PAYLOAD_INVALID',
      `The job was written in version ${version} of its payload; this worker reads version ${definition.version}.`,
    )
  }
  const payload = definition.payload.safeParse(run.claimed.payload)
  if (!payload.success) {
    const issues = payload.error.issues.map(
      (issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`,
    )
    throw new AppError('JOB_PAYLOAD_INVALID', `The payload has the wrong shape: ${issues.join('; ')}`)
  }
  return { definition, handler: handler as JobHandler<Context>, payload: payload.data }
}

/** Asks the dependency before the work does. True: go on, all of it or the part that does not need it. */
async function unblock<Context>(
  deps: Deps<Context>,
  run: HeldRun,
  definition: JobDefinition,
): Promise<boolean> {
  const code = run.claimed.error_code ?? ''
  try {
    await deps.probe(code)
    await persist(() => markRunning(deps.pool, run.id, run.lease), run.hard.signal)
    deps.reporter.changed(run.id)
    return true
  } catch (error) {
    if (!isAppError(error) || !isDependencyCode(error.code)) throw error
    if (definition.worksWithout?.some((known) => known === error.code)) {
      if (await hasPendingItems(deps.pool, run.id, 'any')) {
        run.down = error
        return true
      }
    }
    throw error
  }
}

function createJobRun<Context>(
  deps: Deps<Context>,
  run: HeldRun,
  definition: JobDefinition,
  payload: unknown,
): JobRun<never> {
  const { claimed } = run
  return {
    jobId: run.id,
    name: claimed.name,
    projectId: claimed.project_id,
    createdById: claimed.created_by_id,
    payload: payload as never,
    signal: run.hard.signal,
    log(level, message, data) {
      run.movedOn()
      deps.reporter.line(run, level, message, data)
    },
    progress(done, total) {
      run.movedOn()
      deps.reporter.progress(run, { done, total })
    },
    async step(key, fn) {
      // why no making room here: what stands only in memory between two steps would be made again at every turn.
      if (run.stop && run.stop !== 'yield') throw new Interruption(run.stop)
      const kept = await persist(() => readStep(deps.pool, run.id, key), run.hard.signal)
      if (kept) return kept.result as Awaited<ReturnType<typeof fn>>
      deps.reporter.progress(run, { step: key })
      const startedAt = new Date()
      const result = await fn(run.hard.signal)
      run.hard.signal.throwIfAborted()
      run.movedOn()
      if (!(await persist(() => writeStep(deps.pool, run, { key, startedAt, result }), run.hard.signal))) {
        run.interrupt('lost')
        run.hard.signal.throwIfAborted()
      }
      return result
    },
    forEachItem: (plan) => forEachItem(deps, run, definition, plan),
  }
}

async function settleError<Context>(deps: Deps<Context>, run: HeldRun, error: unknown): Promise<void> {
  const { pool, log, reporter } = deps
  const interruption = run.hard.signal.aborted ? run.hard.signal.reason : error
  const kind = run.stop === 'lost' ? 'lost' : interruption instanceof Interruption ? interruption.kind : null
  const attempts = run.claimed.attempts
  const requeue = (next: Partial<Parameters<typeof requeueJob>[2]>) =>
    persist(
      () =>
        requeueJob(pool, run, { status: 'waiting', delayMs: 0, code: null, reason: null, attempts, ...next }),
      whenever,
    )
  const close = (status: 'failed' | 'cancelled' | 'paused', code: string | null, reason: string | null) =>
    persist(() => closeJob(pool, run, { status, code, reason }), whenever)

  if (kind === 'lost') {
    log.warn(
      { jobId: run.id, lease: run.lease },
      'this worker lost the job to another; what it still does is not written',
    )
    return
  }
  if (kind === 'shutdown') return void (await requeue({}))
  if (kind === 'yield') return void (await requeue({ status: 'running' }))
  if (kind === 'cancel') return void (await close('cancelled', null, null))
  if (kind === 'pause') return void (await close('paused', null, null))

  if (isAppError(error) && isDependencyCode(error.code)) {
    const delayMs = retryAfterMs(error) ?? deps.blockedRetryMs
    if (run.claimed.status !== 'blocked') reporter.line(run, 'warn', error.message, { code: error.code })
    await reporter.flush()
    return void (await requeue({ status: 'blocked', delayMs, code: error.code, reason: error.message }))
  }
  if (isDatabaseAway(error)) {
    log.warn({ jobId: run.id }, 'the database went away under a job; it goes on when the database is back')
    return void (await requeue({ delayMs: 1_000 }))
  }
  const code = kind === 'wedged' ? 'ITEM_WEDGED' : isAppError(error) ? error.code : 'INTERNAL'
  const stallMs = deps.catalog[run.claimed.name]?.stallMs ?? 0
  const message =
    kind === 'wedged'
      ? `No progress for ${Math.round(stallMs / 1000)} s.`
      : error instanceof Error
        ? error.message
        : String(error)
  const mayRetry = code === 'INTERNAL' || code === 'ITEM_WEDGED'
  if (mayRetry && attempts + 1 < (deps.catalog[run.claimed.name]?.maxAttempts ?? 1)) {
    reporter.line(run, 'warn', `${message} Trying again.`, { code })
    await reporter.flush()
    const delayMs = 1_000 * 4 ** attempts
    return void (await requeue({ delayMs, code, reason: message, attempts: attempts + 1 }))
  }
  log.error({ err: error, jobId: run.id, code }, 'job failed')
  reporter.line(run, 'error', message, { code })
  await reporter.flush()
  await close('failed', code, message)
}

/** What the dependency asked for, within reason: a job that sleeps an hour looks dead. */
function retryAfterMs(error: AppError): number | null {
  const seconds = error.details.retryAfterSeconds
  return typeof seconds === 'number' && seconds > 0 ? Math.min(seconds, 300) * 1000 : null
}
