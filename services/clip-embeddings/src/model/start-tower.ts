import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { ServiceError } from '../errors.ts'
import type { TowerReply, TowerRequest, TowerSetup, ValueDescription } from './tower-messages.ts'

type Unnumbered<T> = T extends { id: number } ? Omit<T, 'id'> : never

/** A loaded tower: one ONNX session on its own thread. */
export interface Tower {
  inputs: ValueDescription[]
  outputs: ValueDescription[]
  /** Row after row of unit vectors; `dims` is the shape the session answered with. */
  run(request: Unnumbered<TowerRequest>): Promise<{ vectors: Float32Array; dims: readonly number[] }>
  /** False once the thread has died; every later run fails and /ready turns red. */
  alive(): boolean
  close(): Promise<void>
}

interface Pending {
  resolve(result: { vectors: Float32Array; dims: readonly number[] }): void
  reject(error: ServiceError): void
}

/** Starts the thread and waits for the session; a file ONNX Runtime refuses is a typed error. */
export async function startTower(setup: TowerSetup): Promise<Tower> {
  const worker = new Worker(new URL('./tower-worker.js', import.meta.url), {
    workerData: setup,
    // A TypeScript loader of the parent is of no use to a plain JavaScript worker.
    execArgv: [],
    name: `${setup.kind}-tower`,
  })
  const pending = new Map<number, Pending>()
  let nextId = 0
  let dead = false

  const rejectAll = (message: string) => {
    for (const waiting of pending.values()) waiting.reject(new ServiceError('INFERENCE_FAILED', message))
    pending.clear()
  }
  const failAll = (message: string) => {
    dead = true
    rejectAll(message)
  }
  // Which run it was cannot be read either: all that wait are refused, so that none waits for ever.
  const unreadable = `A message to or from the ${setup.kind} tower could not be read.`

  const loaded = await new Promise<{ inputs: ValueDescription[]; outputs: ValueDescription[] }>(
    (resolve, reject) => {
      const refuse = (message: string) =>
        reject(new ServiceError('MODEL_INVALID', `The ${setup.kind} tower cannot be loaded: ${message}`))
      worker.on('message', (reply: TowerReply) => {
        if (reply.type === 'loaded') return resolve(reply)
        if (reply.type === 'failed') return refuse(reply.message)
        if (reply.type === 'unreadable') return rejectAll(unreadable)
        const waiting = pending.get(reply.id)
        pending.delete(reply.id)
        if (reply.type === 'vectors') waiting?.resolve(reply)
        else
          waiting?.reject(
            new ServiceError('INFERENCE_FAILED', `The ${setup.kind} tower failed: ${reply.message}`),
          )
      })
      worker.on('messageerror', () => {
        refuse(unreadable)
        rejectAll(unreadable)
      })
      worker.on('error', (error) => {
        const message = error instanceof Error ? error.message : String(error)
        refuse(message)
        failAll(`The ${setup.kind} tower stopped: ${message}`)
      })
      worker.on('exit', () => {
        refuse('its thread ended')
        failAll(`The ${setup.kind} tower stopped.`)
      })
    },
  )

  return {
    ...loaded,
    run(request) {
      if (dead)
        return Promise.reject(new ServiceError('INFERENCE_FAILED', `The ${setup.kind} tower has stopped.`))
      const id = nextId++
      return new Promise((resolve, reject) => {
        // Copied, not handed over: when a batch fails, its pictures are sent again one by one. 77 kB a picture of
        // recto-mini are nothing beside the 8 ms it takes.
        worker.postMessage({ ...request, id })
        pending.set(id, { resolve, reject })
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
