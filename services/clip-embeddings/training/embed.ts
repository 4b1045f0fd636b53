/**
 * Embeds pictures and texts with an exported model through the service's own code, for
 * measuring: `tsx embed.ts <model folder>`. Each line on standard input is one request,
 * `{ "images": [paths], "texts": [strings], "answer": path }`; its vectors are written to
 * the path as float32, images first, and the path is printed. With `--record` the probe's
 * vectors are written into model.json instead.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { decodeImage } from '../src/images/decode-image.ts'
import { loadModel } from '../src/model/load-model.ts'
import { recordProbe } from '../src/model/record-probe.ts'

const BATCH = 16

interface Request {
  images: string[]
  texts: string[]
  answer: string
}

const [folder = '', flag] = process.argv.slice(2)
const directory = path.resolve(folder)
const options = {
  modelDir: path.dirname(directory),
  modelName: path.basename(directory),
  threads: 2,
  executionProvider: 'cpu',
} as const
if (flag === '--record') {
  await recordProbe(options)
  process.exit()
}

const model = await loadModel(options)
const { size, fit } = model.description.image
for await (const line of createInterface({ input: process.stdin })) {
  const { images, texts, answer } = JSON.parse(line) as Request
  const vectors: Float32Array[] = []
  for (let at = 0; at < images.length; at += BATCH) {
    const pixels = await Promise.all(
      images
        .slice(at, at + BATCH)
        .map(async (file) =>
          decodeImage(await readFile(file), { size, fit, maxPixels: 1e9, timeoutSeconds: 60 }),
        ),
    )
    vectors.push(...(await model.embedPixels(pixels)))
  }
  for (let at = 0; at < texts.length; at += BATCH) {
    vectors.push(
      ...(await model.embedTokens(texts.slice(at, at + BATCH).map((text) => model.tokenize(text)))),
    )
  }
  await writeFile(
    answer,
    Buffer.concat(vectors.map((v) => Buffer.from(v.buffer, v.byteOffset, v.byteLength))),
  )
  console.log(answer)
}
await model.close()
