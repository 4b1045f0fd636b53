import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import ort from 'onnxruntime-node'
import { decodeImage } from '../src/images/decode-image.ts'
import { pixelWriter } from '../src/images/write-pixels.js'
import { modelDescription } from '../src/model/model-description.ts'
import { benchPictures } from './bench-pictures.ts'

/**
 * The yardstick: one ONNX Runtime session and no service at all. Pictures in
 * memory, vectors out, in batches; the next batch is being decoded while one
 * is computed (libuv's threads go on while `run` holds this one), so this is not a
 * straw man. Reads "batch seconds" a line, answers pictures a second.
 */
const [modelDir = '', name = '', threads = '1'] = process.argv.slice(2)
const directory = path.join(modelDir, name)
const { image } = modelDescription.parse(
  JSON.parse(await readFile(path.join(directory, 'model.json'), 'utf8')),
)
const session = await ort.InferenceSession.create(path.join(directory, image.file), {
  intraOpNumThreads: Number(threads),
  interOpNumThreads: 1,
  logSeverityLevel: 3,
  // Spinning threads look busy without working, and would flatter us in the comparison of processor time.
  extra: { session: { intra_op: { allow_spinning: '0' } } },
})
const pictures = await benchPictures()
const area = image.size ** 2
const writePixels = pixelWriter(image)
let next = 0

function decodeBatch(size: number): Promise<Uint8Array[]> {
  const batch = Array.from({ length: size }, () => pictures[next++ % pictures.length] ?? Buffer.alloc(0))
  return Promise.all(
    batch.map((bytes) =>
      decodeImage(bytes, { size: image.size, fit: image.fit, maxPixels: 1e8, timeoutSeconds: 60 }),
    ),
  )
}

function tensor(batch: Uint8Array[]): ort.Tensor {
  const data = new Float32Array(batch.length * 3 * area)
  writePixels(batch, data)
  return new ort.Tensor('float32', data, [batch.length, 3, image.size, image.size])
}

async function measure(size: number, seconds: number): Promise<number> {
  let ahead = decodeBatch(size)
  const started = performance.now()
  let done = 0
  while (performance.now() - started < seconds * 1000) {
    const batch = await ahead
    ahead = decodeBatch(size)
    await session.run({ [image.input]: tensor(batch) })
    done += size
  }
  await ahead
  return done / ((performance.now() - started) / 1000)
}

process.stdout.write('ready\n')
for await (const line of createInterface({ input: process.stdin })) {
  const [size = 1, seconds = 1] = line.split(' ').map(Number)
  process.stdout.write(`${await measure(size, seconds)}\n`)
}
