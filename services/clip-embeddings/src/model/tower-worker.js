// @ts-check
/**
 * One tower of a model on a thread of its own.
 *
 * Why a thread: `InferenceSession.run` of onnxruntime-node looks asynchronous
 * but computes on the thread that called it (`setImmediate`, then a blocking
 * native call), so on the main thread one batch would stop every route, /health
 * included. Why JavaScript: Node 20 cannot load a TypeScript worker, and starting
 * a loader in each thread costs 300 ms; types are checked by tsc all the same.
 */
import os from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { openSession } from './open-session.js'

/** @import { TowerSetup, TowerRequest, TowerReply } from './tower-messages.ts' */

const port = parentPort
if (!port) throw new Error('tower-worker.js is started by start-tower.ts only')
/** @type {TowerSetup} */
const setup = workerData

/** @param {TowerReply} reply @param {import('node:worker_threads').Transferable[]} [transfer] */
const send = (reply, transfer = []) => port.postMessage(reply, transfer)
/** @param {unknown} error */
const inWords = (error) => (error instanceof Error ? error.message : String(error))

// Linux gives each thread a niceness of its own, and ONNX Runtime's pool inherits
// this thread's: while both towers have work, the scheduler prefers the text tower.
if (setup.niceness > 0) {
  try {
    os.setPriority(0, Math.min(19, os.getPriority(0) + setup.niceness))
  } catch {
    // Not permitted here: the towers then share the cores evenly, nothing else changes.
  }
}
const session = await openSession(setup).catch((/** @type {unknown} */ error) => {
  send({ type: 'failed', message: inWords(error) })
  process.exit(0)
})
send({ type: 'loaded', inputs: session.inputs, outputs: session.outputs })

port.on('messageerror', () => send({ type: 'unreadable' }))
port.on('message', (/** @type {TowerRequest | { type: 'close' }} */ message) => {
  if (message.type === 'close') return void session.close().finally(() => port.close())
  session.run(message).then(
    ({ vectors, dims }) => send({ type: 'vectors', id: message.id, vectors, dims }, [vectors.buffer]),
    (error) => send({ type: 'error', id: message.id, message: inWords(error) }),
  )
})
