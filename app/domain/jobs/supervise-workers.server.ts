import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { performance } from 'node:perf_hooks'
import type { Logger } from '~/platform/log.server'
import { notifyJobs, type Pool } from './runtime.queries.server'
import { beat, listWorkers, recoverWorker, requeueStrayJobs, type WorkerRow } from './workers.queries.server'

export interface SupervisionOptions {
  pool: Pool
  log: Logger
  workerId: string
  heartbeatMs: number
  deadAfterMs: number
  /** Once a beat, after it succeeded. */
  onBeat: () => Promise<void>
  /** Another worker declared this one dead; it must not write anything any more. */
  onDeclaredDead: () => void
}

/**
 * Which machine and process namespace: process ids can be compared within it. Two containers may share a host name, so
 * the namespace is part of it where the system tells.
 */
export function processHome(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

/** Workers of this very process: tests and benchmarks run several in one, and one that starts anew overlaps itself. */
export const livingHere = new Set<string>()

/**
 * The watch every worker keeps over all: it beats, and takes the work from workers that do not. A worker is dead when
 * its heartbeat has not changed for `deadAfterMs` of *this* process's own monotonic clock, so neither a jump of the
 * database's clock nor of the machine's kills anybody; or at once, when its process ran here and is gone.
 */
export function superviseWorkers(options: SupervisionOptions): { stop: () => Promise<void> } {
  const { pool, log, workerId } = options
  const home = processHome()
  const seen = new Map<string, { heartbeat: number; at: number }>()
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let current: Promise<void> = Promise.resolve()
  let lastGoodBeat = performance.now()

  const isDead = (worker: WorkerRow, now: number): boolean => {
    if (livingHere.has(worker.id)) return false
    if (worker.host === home && (worker.pid === process.pid || !processExists(worker.pid))) return true
    const heartbeat = worker.heartbeat_at.getTime()
    const known = seen.get(worker.id)
    if (known?.heartbeat !== heartbeat) {
      seen.set(worker.id, { heartbeat, at: now })
      return false
    }
    return now - known.at >= options.deadAfterMs
  }

  const round = async () => {
    if (!(await beat(pool, workerId))) return options.onDeclaredDead()
    const now = performance.now()
    // After a gap of our own (database away, process frozen) the others had one too: watch afresh before judging.
    if (now - lastGoodBeat > 3 * options.heartbeatMs) seen.clear()
    lastGoodBeat = now
    const workers = await listWorkers(pool)
    for (const id of seen.keys()) if (!workers.some((worker) => worker.id === id)) seen.delete(id)
    for (const worker of workers.filter((each) => isDead(each, now))) {
      const recovered = await recoverWorker(pool, worker.id)
      if (!recovered) continue
      log.warn({ dead: worker.id, ...recovered }, 'a worker died; its jobs go on here or elsewhere')
      await notifyJobs(pool, [...recovered.jobs, ...recovered.quarantinedJobs])
    }
    const strays = await requeueStrayJobs(pool)
    if (strays.length > 0) log.error({ jobs: strays }, 'open jobs were in no queue; they are back in it')
    await options.onBeat()
  }

  const tick = () => {
    current = round()
      .catch((error: unknown) => log.warn({ err: error }, 'heartbeat failed; the next one follows'))
      .finally(() => {
        if (!stopped) timer = setTimeout(tick, options.heartbeatMs)
      })
  }
  tick()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
      return current
    },
  }
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
