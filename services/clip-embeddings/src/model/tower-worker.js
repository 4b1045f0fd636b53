// @ts-check
/** One tower of a model on a thread of its own; why a thread, and why JavaScript: see ../threads/serve-thread.js. */
import { serveThread } from '../threads/serve-thread.js'
import { openSession } from './open-session.js'

/** @import { TowerSetup } from './tower-messages.ts' */

await serveThread(async (/** @type {TowerSetup} */ setup) => {
  const { inputs, outputs, run, close } = await openSession(setup)
  return { loaded: { inputs, outputs }, run, close, handOver: ({ vectors }) => [vectors.buffer] }
})
