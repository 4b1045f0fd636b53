// @ts-check
// JavaScript, because the reader's thread imports it: see reader-worker.js.
import ort from 'onnxruntime-node'
import { cutLine, turnBox } from './cut-line.js'
import { decodeLetters } from './decode-letters.js'

/** @import { Line, Raster, TextBox } from './reader-messages.ts' */

/** The height of the lines that the recogniser was trained on. */
const HEIGHT = 48
/** A box so many times taller than wide is text on its side. */
const ON_ITS_SIDE = 1.5
/** Columns of a batch, all lines together; the recogniser's answer takes 3.3 kB a column. */
const BATCH_COLUMNS = 2048
/** Columns of the narrowest and the widest input. */
const NARROWEST = 48
const WIDEST = 1600

/**
 * Reads the lines in the boxes, narrow ones together and wide ones together: a
 * batch is as wide as its widest line. A box on its side is read both ways, and the
 * way with the surer letters counts.
 *
 * @param {import('onnxruntime-node').InferenceSession} session
 * @param {readonly string[]} letters @param {Raster} picture @param {TextBox[]} boxes
 * @returns {Promise<{ box: TextBox; line: Line }[]>}
 */
export async function recogniseLines(session, letters, picture, boxes) {
  const cuts = boxes.flatMap((box) =>
    (box.height >= ON_ITS_SIDE * box.width ? [turnBox(box, 'down'), turnBox(box, 'up')] : [box]).map(
      (turned) => ({
        box,
        turned,
        width: Math.round(Math.min(WIDEST, Math.max(NARROWEST, (HEIGHT * turned.width) / turned.height))),
      }),
    ),
  )
  /** @type {Map<TextBox, Line>} */
  const best = new Map()
  for (const batch of intoBatches(cuts)) {
    const lines = await recogniseBatch(session, letters, picture, batch)
    batch.forEach(({ box }, i) => {
      const line = lines[i]
      if (line && line.confidence >= (best.get(box)?.confidence ?? 0)) best.set(box, line)
    })
  }
  return [...best].map(([box, line]) => ({ box, line }))
}

/**
 * @template {{ width: number }} T
 * @param {T[]} cuts @returns {T[][]}
 */
function intoBatches(cuts) {
  /** @type {T[][]} */
  const batches = []
  for (const cut of cuts.toSorted((a, b) => a.width - b.width)) {
    const batch = batches.at(-1)
    const similar = cut.width <= 1.3 * (batch?.[0]?.width ?? 0)
    if (batch && similar && (batch.length + 1) * cut.width <= BATCH_COLUMNS) batch.push(cut)
    else batches.push([cut])
  }
  return batches
}

/**
 * @param {import('onnxruntime-node').InferenceSession} session
 * @param {readonly string[]} letters @param {Raster} picture @param {{ turned: TextBox; width: number }[]} batch
 */
async function recogniseBatch(session, letters, picture, batch) {
  const widest = Math.max(...batch.map(({ width }) => width))
  // In whole steps of the network; the rest of a shorter line stays 0, a middle grey, as in training.
  const stride = Math.ceil(widest / 32) * 32
  const data = new Float32Array(batch.length * 3 * HEIGHT * stride)
  batch.forEach(({ turned, width }, i) =>
    cutLine(picture, turned, { data, start: i * 3 * HEIGHT * stride, width, height: HEIGHT, stride }),
  )
  const input = new ort.Tensor('float32', data, [batch.length, 3, HEIGHT, stride])
  const results = await session.run({ [session.inputNames[0] ?? '']: input })
  const output = results[session.outputNames[0] ?? '']
  const [rows, steps = 0, classes] = output?.dims ?? []
  if (!(output?.data instanceof Float32Array) || rows !== batch.length || classes !== letters.length)
    throw new Error(`the recogniser answered [${output?.dims.join(', ')}] for ${letters.length} letters`)
  const scores = output.data
  const lines = batch.map((_, i) => decodeLetters(scores, i * steps * letters.length, steps, letters))
  output.dispose()
  return lines
}
