// @ts-check
/**
 * The reader on a thread of its own; why a thread, and why JavaScript: see tower-worker.js.
 */
import os from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { openReader } from './open-reader.js'

/** @import { ReaderSetup, ReadRequest, ReaderReply } from './reader-messages.ts' */

const port = parentPort
if (!port) throw new Error('reader-worker.js is started by start-reader.ts only')
/** @type {ReaderSetup} */
const setup = workerData

/** @param {ReaderReply} reply */
const send = (reply) => port.postMessage(reply)
/** @param {unknown} error */
const inWords = (error) => (error instanceof Error ? error.message : String(error))

if (setup.niceness > 0) {
  try {
    os.setPriority(0, Math.min(19, os.getPriority(0) + setup.niceness))
  } catch {
    // Not permitted here: all share the cores evenly, nothing else changes.
  }
}
const reader = await openReader(setup).catch((/** @type {unknown} */ error) => {
  send({ type: 'failed', message: inWords(error) })
  process.exit(0)
})
send({ type: 'loaded' })

port.on('message', (/** @type {ReadRequest | { type: 'close' }} */ message) => {
  if (message.type === 'close') return void reader.close().finally(() => port.close())
  reader.read(message.picture).then(
    (lines) => send({ type: 'lines', id: message.id, lines }),
    (error) => send({ type: 'error', id: message.id, message: inWords(error) }),
  )
})
