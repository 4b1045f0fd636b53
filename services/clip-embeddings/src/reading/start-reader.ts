import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { ServiceError } from '../errors.ts'
import type { Line, Raster, ReaderReply, ReaderSetup, ReadRequest } from './reader-messages.ts'

/** The reader's two sessions on a thread of their own. */
export interface ReaderThread {
  read(picture: Raster): Promise<Line[]>
  /** False once the thread has died; every later read fails. */
  alive(): boolean
  close(): Promise<void>
}

interface Pending {
  resolve(lines: Line[]): void
  reject(error: ServiceError): void
}

/** Starts the thread and waits for its sessions; what waits when it dies is refused with a typed error. */
export async function startReader(setup: ReaderSetup): Promise<ReaderThread> {
  const worker = new Worker(new URL('./reader-worker.js', import.meta.url), {
    workerData: setup,
    // A TypeScript loader of the parent is of no use to a plain JavaScript worker.
    execArgv: [],
    name: 'reader',
  })
  const pending = new Map<number, Pending>()
  let nextId = 0
  let dead = false

  const failed = (message: string) => new ServiceError('INFERENCE_FAILED', message)
  const rejectAll = (message: string) => {
    for (const waiting of pending.values()) waiting.reject(failed(message))
    pending.clear()
  }
  await new Promise<void>((resolve, reject) => {
    const end = (message: string) => {
      dead = true
      reject(failed(`The reader cannot be started: ${message}.`))
      rejectAll(`The reader stopped: ${message}.`)
    }
    worker.on('message', (reply: ReaderReply) => {
      if (reply.type === 'loaded') return resolve()
      if (reply.type === 'failed') return end(reply.message)
      const waiting = pending.get(reply.id)
      pending.delete(reply.id)
      if (reply.type === 'lines') waiting?.resolve(reply.lines)
      else waiting?.reject(failed(`The reader failed: ${reply.message}.`))
    })
    worker.on('messageerror', () => rejectAll('A message to or from the reader could not be read.'))
    worker.on('error', (error) => end(error instanceof Error ? error.message : String(error)))
    worker.on('exit', () => end('its thread ended'))
  })

  return {
    read(picture) {
      if (dead) return Promise.reject(failed('The reader has stopped.'))
      const request: ReadRequest = { type: 'read', id: nextId++, picture }
      return new Promise((resolve, reject) => {
        worker.postMessage(request)
        pending.set(request.id, { resolve, reject })
      })
    },
    alive: () => !dead,
    async close() {
      if (dead) return
      const ended = once(worker, 'exit')
      worker.postMessage({ type: 'close' })
      await ended
    },
  }
}
