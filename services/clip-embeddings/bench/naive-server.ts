import { readFile } from 'node:fs/promises'
import http from 'node:http'
import path from 'node:path'
import ort from 'onnxruntime-node'
import sharp from 'sharp'
import { readConfig } from '../src/config.ts'
import { modelDescription } from '../src/model/model-description.ts'

/**
 * What one writes in an afternoon, for comparison: JSON with base64 in, one decode
 * and one inference a request on the main thread, JSON numbers out.
 */
const { modelDir, modelName, threads, port } = readConfig()
const directory = path.join(modelDir, modelName)
const { image } = modelDescription.parse(
  JSON.parse(await readFile(path.join(directory, 'model.json'), 'utf8')),
)
const session = await ort.InferenceSession.create(path.join(directory, image.file), {
  intraOpNumThreads: threads,
  logSeverityLevel: 3,
})

async function embed(base64: string): Promise<number[]> {
  const { size } = image
  const rgb = await sharp(Buffer.from(base64, 'base64'))
    .resize(size, size, { kernel: 'cubic' })
    .removeAlpha()
    .raw()
    .toBuffer()
  const data = new Float32Array(3 * size * size)
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < size * size; i++) {
      data[c * size * size + i] = ((rgb[i * 3 + c] ?? 0) / 255 - (image.mean[c] ?? 0)) / (image.std[c] ?? 1)
    }
  }
  const results = await session.run({ [image.input]: new ort.Tensor('float32', data, [1, 3, size, size]) })
  const vector = Array.from(results[image.output]?.data as Float32Array)
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

const server = http.createServer(async (request, response) => {
  if (request.method === 'GET') return void response.end('ready')
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { image: base64 } = JSON.parse(Buffer.concat(chunks).toString()) as { image: string }
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ embedding: await embed(base64) }))
})
// With Node's five seconds it hangs up on callers while it computes with its only thread.
server.keepAliveTimeout = 600_000
server.listen(port, '127.0.0.1')
process.on('SIGTERM', () => process.exit(0))
