// @ts-check
/** The reader on a thread of its own; why a thread, and why JavaScript: see ../threads/serve-thread.js. */
import { serveThread } from '../threads/serve-thread.js'
import { openReader } from './open-reader.js'

/** @import { ReaderSetup } from './reader-messages.ts' */

await serveThread(async (/** @type {ReaderSetup} */ setup) => {
  const { read, close } = await openReader(setup)
  return { loaded: undefined, run: read, close }
})
