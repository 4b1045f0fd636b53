import { AppError, isAppError } from '~/platform/errors'
import type { JobDefinition } from './catalog'
import { raceAbort, type HeldRun } from './held-run.server'
import { Interruption } from './interruption'
import type { ItemGate } from './item-gate'
import { claimItems, settleItems, type ClaimedItem, type ItemResult } from './items.queries.server'
import { isDependencyCode, type ItemPlan, type ItemRun } from './job-run'
import { isDatabaseAway, persist } from './persist.server'
import type { JobReporter } from './report-jobs.server'
import type { Pool } from './runtime.queries.server'

/** Enough that claiming costs little, few enough that a stop gives back little. */
const PAGE = 16
/** Large pictures take seconds each: whoever watches should not wait for sixteen of them. */
const BATCH_WAIT_MS = 1_000

/**
 * Goes through the items of one held job: pages of pending items, several at once, each settled exactly once under the
 * lease. First those never tried, then those tried before, last and alone those that ran when a worker died.
 */
export async function forEachItem<Value, Loaded>(
  deps: { pool: Pool; gate: ItemGate; reporter: JobReporter },
  run: HeldRun,
  definition: JobDefinition,
  plan: ItemPlan<Value, Loaded>,
): Promise<void> {
  const { pool, gate, reporter } = deps
  const signal = run.hard.signal
  const results: ItemResult[] = []
  const working = new Set<Promise<void>>()
  let settling: Promise<void> | null = null
  let down: Error | null = run.down
  let stopped: Error | null = null
  const batch: { item: ItemRun; value: Value }[] = []
  let batching: Promise<void> | null = null
  let batchSince = 0

  const settle = (): Promise<void> =>
    (settling ??= (async () => {
      await Promise.resolve() // What one batch settles goes into one statement.
      while (results.length > 0) {
        const now = results.splice(0)
        const counts = await persist(() => settleItems(pool, run, now), signal)
        if (!counts) return run.interrupt('lost')
        if (now.some((result) => result.status !== 'pending')) run.movedOn()
        reporter.changed(run.id)
      }
    })().finally(() => (settling = null)))

  const record = (item: ItemRun, result: Partial<ItemResult> & Pick<ItemResult, 'status'>) => {
    if (signal.aborted) return
    results.push({ key: item.key, counts: true, checkpoint: null, code: null, message: null, ...result })
    void settle().catch(() => {}) // Awaited, and its error met, in `drain`.
  }

  /** What an error means for its item: back (dependency, stop, a try left) or failed. */
  const recordError = (item: ItemRun, error: unknown) => {
    if (error instanceof Interruption) return record(item, { status: 'pending', counts: false })
    if (isDatabaseAway(error) || (isAppError(error) && isDependencyCode(error.code))) {
      stopped ??= toError(error)
      return record(item, { status: 'pending', counts: false })
    }
    const known = isAppError(error) && error.code !== 'INTERNAL' && error.code !== 'ITEM_WEDGED'
    const code = isAppError(error) ? error.code : 'INTERNAL'
    const message = error instanceof Error ? error.message : String(error)
    const again = !known && item.attempt < definition.maxAttempts
    reporter.line(run, again ? 'warn' : 'error', again ? `${message} Trying again.` : message, {
      item: item.key,
      code,
      attempt: item.attempt,
    })
    record(item, { status: again ? 'pending' : 'failed', code, message })
  }

  const limited = <T>(work: (inner: AbortSignal) => Promise<T>): Promise<T> => {
    const limit = new AbortController()
    const timer = setTimeout(
      () =>
        limit.abort(
          new AppError('ITEM_WEDGED', `No progress for ${Math.round(definition.stallMs / 1000)} s.`),
        ),
      definition.stallMs,
    )
    const inner = AbortSignal.any([signal, limit.signal])
    return raceAbort(work(inner), inner).finally(() => clearTimeout(timer))
  }

  const runBatch = async (inputs: typeof batch): Promise<void> => {
    if (!plan.batch) return
    const { work, checkpoint } = plan.batch
    try {
      await plan.batch.record?.(inputs)
      if (down) {
        for (const { item } of inputs) record(item, { status: 'pending', counts: false, checkpoint })
        return
      }
      const failed = new Map(
        (await limited((inner) => work(inputs, inner))).map((entry) => [entry.key, entry]),
      )
      for (const { item } of inputs) {
        const failure = failed.get(item.key)
        if (failure) reporter.line(run, 'error', failure.message, { item: item.key, code: failure.code })
        record(item, failure ? { status: 'failed', ...failure } : { status: 'done' })
      }
    } catch (error) {
      if (isAppError(error) && definition.worksWithout?.includes(error.code)) {
        down ??= error
        for (const { item } of inputs) record(item, { status: 'pending', counts: false, checkpoint })
      } else if (
        inputs.length > 1 &&
        !signal.aborted &&
        !(isAppError(error) && isDependencyCode(error.code))
      ) {
        for (const input of inputs) await runBatch([input]) // One bad item must not fail its neighbours.
      } else {
        for (const { item } of inputs) recordError(item, error)
      }
    }
  }

  const sendBatch = async (size: number): Promise<void> => {
    while (batch.length >= size && batch.length > 0) {
      await (batching ??= runBatch(batch.splice(0, plan.batch?.size ?? 1)).finally(() => (batching = null)))
    }
  }

  /** Sends what is full or has waited long enough; the next pictures are read meanwhile. */
  const addToBatch = (size: number, item: ItemRun, value: Value) => {
    if (batch.length === 0) batchSince = performance.now()
    batch.push({ item, value })
    const isOld = performance.now() - batchSince >= BATCH_WAIT_MS
    if (!batching && (batch.length >= size || isOld)) void sendBatch(isOld ? 1 : size)
  }

  const workOn = async (item: ItemRun, loaded: Loaded | undefined, leave: () => void): Promise<void> => {
    try {
      const value = await limited((inner) => plan.work(item, inner, loaded))
      if (!plan.batch || value === null) record(item, { status: 'done' })
      else addToBatch(plan.batch.size, item, value)
    } catch (error) {
      recordError(item, error)
    } finally {
      leave()
    }
  }

  const drain = async () => {
    while (working.size > 0 || batch.length > 0 || batching || settling || results.length > 0) {
      await Promise.all(working)
      await sendBatch(1)
      await batching
      await settle()
      if (signal.aborted) return
    }
  }

  const claim = (rank: 'fresh' | 'again' | 'suspect', limit: number) =>
    persist(
      () =>
        claimItems(pool, run, {
          rank,
          limit,
          skipCheckpoint: down && plan.batch ? plan.batch.checkpoint : null,
        }),
      signal,
    )

  const goThrough = async (items: ClaimedItem[]) => {
    const keys = items.map((item) => item.key)
    const loaded = await persist(async () => plan.load?.(keys), signal)
    for (const claimed of items) {
      if (run.stop || stopped || signal.aborted) return
      const leave = await gate.enter(signal)
      if (run.stop || stopped) return leave()
      const item = { key: claimed.key, checkpoint: claimed.checkpoint, attempt: claimed.attempts }
      const work: Promise<void> = workOn(item, loaded?.get(item.key), leave).finally(() =>
        working.delete(work),
      )
      working.add(work)
      // Hold back when the batches cannot keep up.
      if (plan.batch && batch.length >= 2 * plan.batch.size) await batching
    }
  }

  if (plan.step) reporter.progress(run, { step: plan.step })
  try {
    while (!run.stop && !stopped) {
      let items = await claim('fresh', PAGE)
      if (items.length === 0) {
        await drain()
        items = await claim('fresh', PAGE)
        if (items.length === 0) items = await claim('again', PAGE)
        if (items.length === 0) items = await claim('suspect', 1)
        if (items.length === 0) break
        await goThrough(items)
        await drain()
      } else {
        await goThrough(items)
      }
    }
  } finally {
    await drain().catch((error: unknown) => (stopped ??= toError(error)))
  }
  signal.throwIfAborted()
  if (stopped) throw stopped
  if (run.stop) throw new Interruption(run.stop)
  if (down) throw down
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
