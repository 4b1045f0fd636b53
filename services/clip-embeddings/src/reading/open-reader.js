// @ts-check
// JavaScript, because the reader's thread imports it: see reader-worker.js.
import { readFile } from 'node:fs/promises'
import ort from 'onnxruntime-node'
import { findLines } from './find-lines.js'
import { halve } from './halve.js'
import { orderLines } from './order-lines.js'
import { recogniseLines } from './recognise-lines.js'

/** @import { Line, Raster, ReaderSetup, TextBox } from './reader-messages.ts' */

/** Lines under this mean probability of their letters are guesses: folds, logos, gravel. */
const SURE = 0.5
/** Most lines read of a picture, the largest first: a page of small print must not take ten seconds. */
const MOST_LINES = 64

/**
 * Pictures at least so long are glanced at in half their size first: that takes a quarter of the time, and most photos of
 * clothes bear no text. Of 69 photos it passed over three on which the full size read a scrap, and none with a word.
 */
const GLANCED = 736

/** What the detector was trained with, for blue, green and red. */
const MEAN = [0.406, 0.456, 0.485]
const STD = [0.225, 0.224, 0.229]

/**
 * Opens the two sessions on the calling thread: a picture in, its lines of text out.
 *
 * @param {ReaderSetup} setup
 */
export async function openReader({ files, threads }) {
  /** @type {import('onnxruntime-node').InferenceSession.SessionOptions} */
  const options = {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    // Pictures and lines come in any shape; a plan of the memory for each would never be used again.
    enableMemPattern: false,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }
  const detector = await ort.InferenceSession.create(files.detector, options)
  const recogniser = await ort.InferenceSession.create(files.recogniser, options)
  // The blank before the file's letters and the space after them, as PaddleOCR numbers them.
  const letters = ['', ...(await readFile(files.letters, 'utf8')).trimEnd().split(/\r?\n/), ' ']
  const tables = MEAN.map((mean, i) =>
    Float32Array.from({ length: 256 }, (_, value) => (value / 255 - mean) / (STD[i] ?? 1)),
  )

  /** @param {Raster} picture @returns {Promise<TextBox[]>} */
  async function detect(picture) {
    const { width, height } = picture
    const input = new ort.Tensor('float32', writePlanes(picture, tables), [1, 3, height, width])
    const results = await detector.run({ [detector.inputNames[0] ?? '']: input })
    const output = results[detector.outputNames[0] ?? '']
    if (!(output?.data instanceof Float32Array) || output.data.length !== width * height)
      throw new Error('the detector answered in another shape than its input')
    const found = findLines(output.data, width, height)
    output.dispose()
    return found
  }

  /** @param {Raster} picture @returns {Promise<Line[]>} */
  async function read(picture) {
    const large = Math.max(picture.width, picture.height) >= GLANCED
    if (large && (await detect(halve(picture))).length === 0) return []
    const found = await detect(picture)
    const boxes = found.toSorted((a, b) => shortSide(b) - shortSide(a)).slice(0, MOST_LINES)
    const lines = await recogniseLines(recogniser, letters, picture, boxes)
    const sure = lines.filter(({ line }) => line.confidence >= SURE && line.text !== '')
    return orderLines(sure).map(({ line }) => line)
  }

  return {
    read,
    async close() {
      await detector.release()
      await recogniser.release()
    },
  }
}

/** @param {{ width: number; height: number }} box */
const shortSide = ({ width, height }) => Math.min(width, height)

/** Interleaved RGB bytes → planes of blue, green and red. @param {Raster} picture @param {Float32Array[]} tables */
function writePlanes({ data, width, height }, tables) {
  const area = width * height
  const planes = new Float32Array(3 * area)
  tables.forEach((table, plane) => {
    for (let i = 0, p = 2 - plane; i < area; i++, p += 3) planes[plane * area + i] = table[data[p] ?? 0] ?? 0
  })
  return planes
}
