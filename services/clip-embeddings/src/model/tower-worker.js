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
import ort from 'onnxruntime-node'

/** @import { TowerSetup, TowerRequest, TowerReply } from './tower-messages.ts' */

const port = parentPort
if (!port) throw new Error('tower-worker.js is started by start-tower.ts only')
/** @type {TowerSetup} */
const setup = workerData

/** @param {TowerReply} reply @param {import('node:worker_threads').Transferable[]} [transfer] */
const send = (reply, transfer = []) => port.postMessage(reply, transfer)

/** x → (x/255 - mean) / std has only 256 inputs a channel: a table is four times as fast as the sum. */
function normalisationTables() {
  const { mean, std } = setup.image ?? { mean: [0, 0, 0], std: [1, 1, 1] }
  return [0, 1, 2].map((channel) =>
    Float32Array.from(
      { length: 256 },
      (_, value) => (value / 255 - (mean[channel] ?? 0)) / (std[channel] ?? 1),
    ),
  )
}

async function createSession() {
  // Linux gives each thread a niceness of its own, and ONNX Runtime's pool inherits
  // this thread's: while both towers have work, the scheduler prefers the text tower.
  if (setup.niceness > 0) {
    try {
      os.setPriority(0, Math.min(19, os.getPriority(0) + setup.niceness))
    } catch {
      // Not permitted here: the towers then share the cores evenly, nothing else changes.
    }
  }
  return await ort.InferenceSession.create(setup.file, {
    executionProviders: setup.provider === 'cuda' ? ['cuda', 'cpu'] : ['cpu'],
    intraOpNumThreads: setup.threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    // A pool that spins after its batch steals the cores from decoding and from the other tower.
    extra: { session: { intra_op: { allow_spinning: setup.spin ? '1' : '0' } } },
  })
}

const [red, green, blue] = normalisationTables()
const session = await createSession().catch((/** @type {unknown} */ error) => {
  send({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
  process.exit(0)
})
/** @param {readonly import('onnxruntime-node').InferenceSession.ValueMetadata[]} values */
const describe = (values) =>
  values.map((value) => ({
    name: value.name,
    type: value.isTensor ? value.type : 'none',
    shape: value.isTensor ? [...value.shape] : [],
  }))
send({ type: 'loaded', inputs: describe(session.inputMetadata), outputs: describe(session.outputMetadata) })

/** @param {Uint8Array[]} pictures interleaved RGB @returns {import('onnxruntime-node').Tensor} */
function imageTensor(pictures) {
  const size = setup.image?.size ?? 0
  const area = size * size
  const data = new Float32Array(pictures.length * 3 * area)
  pictures.forEach((rgb, index) => {
    const base = index * 3 * area
    for (let i = 0, p = 0; i < area; i++, p += 3) {
      // why the casts: the tables have 256 entries and the bytes are below 256.
      data[base + i] = /** @type {number} */ (red?.[/** @type {number} */ (rgb[p])])
      data[base + area + i] = /** @type {number} */ (green?.[/** @type {number} */ (rgb[p + 1])])
      data[base + 2 * area + i] = /** @type {number} */ (blue?.[/** @type {number} */ (rgb[p + 2])])
    }
  })
  return new ort.Tensor('float32', data, [pictures.length, 3, size, size])
}

/** @param {Int32Array} values @param {string} type @param {number[]} dims */
function integerTensor(values, type, dims) {
  if (type === 'int32') return new ort.Tensor('int32', values, dims)
  return new ort.Tensor('int64', BigInt64Array.from(values, BigInt), dims)
}

/** @param {TowerRequest} request @returns {Record<string, import('onnxruntime-node').Tensor>} */
function feedsFor(request) {
  if (request.type === 'images') return { [setup.input]: imageTensor(request.pictures) }
  const dims = [request.rows, request.length]
  /** @type {Record<string, import('onnxruntime-node').Tensor>} */
  const feeds = {}
  for (const { name, type } of describe(session.inputMetadata)) {
    feeds[name] = integerTensor(name === setup.input ? request.ids : request.mask, type, dims)
  }
  return feeds
}

/** Scales every row to length 1; a row with no direction becomes NaN, which the caller refuses. @param {Float32Array} all */
function normaliseRows(all) {
  const width = setup.dimensions
  for (let start = 0; start < all.length; start += width) {
    let sum = 0
    for (let i = start; i < start + width; i++) sum += /** @type {number} */ (all[i]) ** 2
    const scale = sum > 0 && Number.isFinite(sum) ? 1 / Math.sqrt(sum) : NaN
    for (let i = start; i < start + width; i++) all[i] = /** @type {number} */ (all[i]) * scale
  }
}

/** @param {TowerRequest} request */
async function answer(request) {
  try {
    const results = await session.run(feedsFor(request), [setup.output])
    const output = results[setup.output]
    if (!output || !(output.data instanceof Float32Array))
      throw new Error(`${setup.output} is not a float32 tensor`)
    // The output may be a view on memory that the runtime reuses: copy before handing it over.
    const vectors = Float32Array.from(output.data)
    const dims = [...output.dims]
    for (const result of Object.values(results)) result.dispose()
    if (dims.at(-1) === setup.dimensions) normaliseRows(vectors)
    send({ type: 'vectors', id: request.id, vectors, dims }, [vectors.buffer])
  } catch (error) {
    send({ type: 'error', id: request.id, message: error instanceof Error ? error.message : String(error) })
  }
}

port.on('message', (/** @type {TowerRequest | { type: 'close' }} */ message) => {
  if (message.type !== 'close') return void answer(message)
  void session.release().finally(() => port.close())
})
