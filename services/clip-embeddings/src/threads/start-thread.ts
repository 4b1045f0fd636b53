import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { ServiceError, type ErrorCode } from '../errors.ts'
import type { ThreadReply, ThreadRequest } from './thread-messages.ts'

/** A model that computes on a thread of its own. */
export interface Thread<Loaded, Work, Answer> {
  loaded: Loaded
  run(work: Work): Promise<Answer>
  /** False once the thread has died; every later run fails. */
  alive(): boolean
  close(): Promise<void>
}

interface ThreadOptions {
  /** A JavaScript file that calls serveThread. */
  script: URL
  setup: { niceness: number }
  name: string
  /** As it begins a sentence: "The image tower". */
  title: string
  /** What a model is refused with that cannot be loaded. */
  refusal: ErrorCode
}

interface Pending<Answer> {
  resolve(answer: Answer): void
  reject(error: ServiceError): void
}

/** Starts the thread and waits for its model; one that ONNX Runtime refuses is a typed error. */
export async function startThread<Loaded, Work, Answer>({
  script,
  setup,
  name,
  title,
  refusal,
}: ThreadOptions): Promise<Thread<Loaded, Work, Answer>> {
  const worker = new Worker(script, {
    workerData: setup,
    // A TypeScript loader of the parent is of no use to a plain JavaScript worker.
    execArgv: [],
    name,
  })
  const pending = new Map<number, Pending<Answer>>()
  let nextId = 0
  let dead = false

  const failed = (message: string) => new ServiceError('INFERENCE_FAILED', message)
  const rejectAll = (message: string) => {
    for (const waiting of pending.values()) waiting.reject(failed(message))
    pending.clear()
  }
  const failAll = (message: string) => {
    dead = true
    rejectAll(message)
  }
  // Which run it was cannot be read either: all that wait are refused, so that none waits for ever.
  const unreadable = `A message to or from ${title[0]?.toLowerCase()}${title.slice(1)} could not be read.`

  const loaded = await new Promise<Loaded>((resolve, reject) => {
    const refuse = (message: string) =>
      reject(new ServiceError(refusal, `${title} cannot be loaded: ${message}`))
    worker.on('message', (reply: ThreadReply<Loaded, Answer>) => {
      if (reply.type === 'loaded') return resolve(reply.loaded)
      if (reply.type === 'failed') return refuse(reply.message)
      if (reply.type === 'unreadable') return rejectAll(unreadable)
      const waiting = pending.get(reply.id)
      pending.delete(reply.id)
      if (reply.type === 'answer') waiting?.resolve(reply.answer)
      else waiting?.reject(failed(`${title} failed: ${reply.message}`))
    })
    worker.on('messageerror', () => {
      refuse(unreadable)
      rejectAll(unreadable)
    })
    worker.on('error', (error) => {
      const message = error instanceof Error ? error.message : String(error)
      refuse(message)
      failAll(`${title} stopped: ${message}`)
    })
    worker.on('exit', () => {
      refuse('its thread ended')
      failAll(`${title} stopped.`)
    })
  })

  return {
    loaded,
    run(work) {
      if (dead) return Promise.reject(failed(`${title} has stopped.`))
      const request: ThreadRequest<Work> = { type: 'work', id: nextId++, work }
      return new Promise((resolve, reject) => {
        // Copied, not handed over: when a batch fails, its pictures are sent again one by one. 77 kB a picture of
        // recto-mini are nothing beside the 8 ms it takes.
        worker.postMessage(request)
        pending.set(request.id, { resolve, reject })
      })
    },
    alive: () => !dead,
    async close() {
      if (dead) return
      const ended = once(worker, 'exit')
      worker.postMessage({ type: 'close' } satisfies ThreadRequest<Work>)
      await ended
    },
  }
}
