// @ts-check
import os from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'

/** @import { Transferable } from 'node:worker_threads' */
/** @import { Served, ThreadReply, ThreadRequest } from './thread-messages.ts' */

/**
 * The thread's side of start-thread.ts: opens what it serves and answers until told to close.
 *
 * Why a thread: `InferenceSession.run` of onnxruntime-node looks asynchronous
 * but computes on the thread that called it (`setImmediate`, then a blocking
 * native call), so on the main thread one batch would stop every route, /health
 * included. Why JavaScript: Node 20 cannot load a TypeScript worker, and starting
 * a loader in each thread costs 300 ms; types are checked by tsc all the same.
 *
 * @template {{ niceness: number }} Setup
 * @template Loaded
 * @template Work
 * @template Answer
 * @param {(setup: Setup) => Promise<Served<Loaded, Work, Answer>>} open
 */
export async function serveThread(open) {
  const port = parentPort
  if (!port) throw new Error('a worker is started by start-thread.ts only')
  /** @type {Setup} */
  const setup = workerData
  /** @param {ThreadReply<Loaded, Answer>} reply @param {Transferable[]} [transfer] */
  const send = (reply, transfer = []) => port.postMessage(reply, transfer)
  /** @param {unknown} error */
  const inWords = (error) => (error instanceof Error ? error.message : String(error))

  // Linux gives each thread a niceness of its own, and ONNX Runtime's pool inherits
  // this thread's: while several have work, the scheduler prefers the text tower.
  if (setup.niceness > 0) {
    try {
      os.setPriority(0, Math.min(19, os.getPriority(0) + setup.niceness))
    } catch {
      // Not permitted here: the threads then share the cores evenly, nothing else changes.
    }
  }
  const served = await open(setup).catch((/** @type {unknown} */ error) => {
    send({ type: 'failed', message: inWords(error) })
    process.exit(0)
  })
  send({ type: 'loaded', loaded: served.loaded })

  port.on('messageerror', () => send({ type: 'unreadable' }))
  port.on('message', (/** @type {ThreadRequest<Work>} */ message) => {
    if (message.type === 'close') return void served.close().finally(() => port.close())
    const { id, work } = message
    served.run(work).then(
      (answer) => send({ type: 'answer', id, answer }, served.handOver?.(answer) ?? []),
      (error) => send({ type: 'error', id, message: inWords(error) }),
    )
  })
}
