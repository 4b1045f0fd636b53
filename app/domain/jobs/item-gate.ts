import { performance } from 'node:perf_hooks'

export interface ItemGate {
  /** Waits for a free place; call what it returns when the item is finished. Rejects when `signal` aborts. */
  enter(signal: AbortSignal): Promise<() => void>
  /** How many places there are right now. */
  places(): number
}

/** Below: all places. Between: fewer. Above `CLOSED`: no new item starts. */
const CROWDED = 0.6
const CLOSED = 0.8
/** A process whose floor lies above the limit must still finish its work: one at a time then, after this long. */
const TRICKLE_AFTER_MS = 3_000
const LOOK_AGAIN_MS = 200

/**
 * The places for items of all jobs of one worker process, first come first served, so jobs share them fairly. Their
 * number follows the memory in use: pictures differ a hundredfold in size, so no fixed number is right.
 */
export function createItemGate(options: {
  max: number
  budgetBytes: number
  readRss: () => number
}): ItemGate {
  let inside = 0
  let emptySince = performance.now()
  let timer: NodeJS.Timeout | undefined
  const waiting: { open: () => void }[] = []

  const places = () => {
    const used = options.readRss() / options.budgetBytes
    if (used < CROWDED) return options.max
    if (used < CLOSED) return Math.max(1, Math.round(options.max * ((CLOSED - used) / (CLOSED - CROWDED))))
    return inside === 0 && performance.now() - emptySince >= TRICKLE_AFTER_MS ? 1 : 0
  }

  const admit = () => {
    while (waiting.length > 0 && inside < places()) {
      inside += 1
      waiting.shift()?.open()
    }
    if (waiting.length > 0) timer ??= setTimeout(() => ((timer = undefined), admit()), LOOK_AGAIN_MS)
  }

  const leave = () => {
    inside -= 1
    if (inside === 0) emptySince = performance.now()
    admit()
  }

  return {
    places,
    enter(signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error)
        const entry = {
          open: () => {
            signal.removeEventListener('abort', giveUp)
            let left = false
            resolve(() => {
              if (left) return
              left = true
              leave()
            })
          },
        }
        const giveUp = () => {
          const index = waiting.indexOf(entry)
          if (index >= 0) waiting.splice(index, 1)
          reject(signal.reason as Error)
        }
        signal.addEventListener('abort', giveUp, { once: true })
        waiting.push(entry)
        admit()
      })
    },
  }
}
