// @ts-check
// JavaScript, because the tower's thread imports it: see tower-worker.js.
import ort from 'onnxruntime-node'
import { pixelWriter } from '../images/write-pixels.js'

/** @import { TowerSetup, TowerRequest } from './tower-messages.ts' */

/**
 * Opens one tower's ONNX session on the calling thread: requests in, unit vectors out.
 *
 * @param {TowerSetup} setup
 */
export async function openSession(setup) {
  const session = await ort.InferenceSession.create(setup.file, {
    executionProviders: setup.provider === 'cuda' ? ['cuda', 'cpu'] : ['cpu'],
    intraOpNumThreads: setup.threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    // A plan of the memory is kept for every batch size that ever came, each a block of its own: after batches of 1 to
    // 16 a session of recto-mini holds 293 MB with it and 209 without, at the same speed.
    enableMemPattern: false,
    // A pool that spins after its batch steals the cores from decoding and from the other tower.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  })
  const inputs = describe(session.inputMetadata)
  const writePixels = setup.image && pixelWriter(setup.image)
  /** The input of the largest batch so far: a fresh one for each batch would be megabytes of garbage a second. */
  let pixels = new Float32Array(0)

  /** @param {Uint8Array[]} pictures interleaved RGB @returns {import('onnxruntime-node').Tensor} */
  function imageTensor(pictures) {
    const size = setup.image?.size ?? 0
    const length = pictures.length * 3 * size * size
    if (pixels.length < length) pixels = new Float32Array(length)
    const data = pixels.subarray(0, length)
    writePixels?.(pictures, data)
    return new ort.Tensor('float32', data, [pictures.length, 3, size, size])
  }

  /** @param {TowerRequest} request @returns {Record<string, import('onnxruntime-node').Tensor>} */
  function feedsFor(request) {
    if (request.type === 'images') return { [setup.input]: imageTensor(request.pictures) }
    const dims = [request.rows, request.length]
    return Object.fromEntries(
      inputs.map(({ name, type }) => [
        name,
        integerTensor(name === setup.input ? request.ids : request.mask, type, dims),
      ]),
    )
  }

  /** @param {TowerRequest} request */
  async function run(request) {
    const results = await session.run(feedsFor(request), [setup.output])
    const output = results[setup.output]
    if (!output || !(output.data instanceof Float32Array))
      throw new Error(`${setup.output} is not a float32 tensor`)
    // The output may be a view on memory that the runtime reuses: copy before handing it over.
    const vectors = Float32Array.from(output.data)
    const dims = [...output.dims]
    for (const result of Object.values(results)) result.dispose()
    if (dims.at(-1) === setup.dimensions) normaliseRows(vectors, setup.dimensions)
    return { vectors, dims }
  }

  /** One after the other: a run reads the one input buffer until it is done. @type {Promise<unknown>} */
  let turn = Promise.resolve()
  return {
    inputs,
    outputs: describe(session.outputMetadata),
    /** @param {TowerRequest} request */
    run(request) {
      const result = turn.then(() => run(request))
      turn = result.catch(() => {})
      return result
    },
    async close() {
      await turn
      await session.release()
    },
  }
}

/** @param {readonly import('onnxruntime-node').InferenceSession.ValueMetadata[]} values */
function describe(values) {
  return values.map((value) => ({
    name: value.name,
    type: value.isTensor ? value.type : 'none',
    shape: value.isTensor ? [...value.shape] : [],
  }))
}

/** @param {Int32Array} values @param {string} type @param {number[]} dims */
function integerTensor(values, type, dims) {
  if (type === 'int32') return new ort.Tensor('int32', values, dims)
  return new ort.Tensor('int64', BigInt64Array.from(values, BigInt), dims)
}

/**
 * Scales every row to length 1; a row with no direction becomes NaN, which the caller refuses.
 *
 * @param {Float32Array} all @param {number} width
 */
function normaliseRows(all, width) {
  for (let start = 0; start < all.length; start += width) {
    let sum = 0
    for (let i = start; i < start + width; i++) sum += /** @type {number} */ (all[i]) ** 2
    const scale = sum > 0 && Number.isFinite(sum) ? 1 / Math.sqrt(sum) : NaN
    for (let i = start; i < start + width; i++) all[i] = /** @type {number} */ (all[i]) * scale
  }
}
