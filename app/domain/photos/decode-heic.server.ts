import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import PQueue from 'p-queue'
import { AppError } from '~/platform/errors'

/**
 * Runs in a thread of its own: a 12-megapixel HEIC holds a CPU for 1.6 s and 300 MB, and a hostile one may crash or
 * never end. As source text, because a bundler moves this module but not a file beside it.
 */
const source = `
const { parentPort, workerData } = require('node:worker_threads')
const heicDecode = require(workerData.modulePath)
void (async () => {
  const images = await heicDecode.all({ buffer: workerData.buffer })
  const { width, height, decode } = images[0]
  if (width * height > workerData.maxPixels) return parentPort.postMessage({ tooLarge: { width, height } })
  const { data } = await decode()
  images.dispose()
  parentPort.postMessage({ width, height, data }, [data.buffer])
})().catch((error) => parentPort.postMessage({ error: String(error.message ?? error) }))
`

interface Answer {
  width?: number
  height?: number
  data?: Uint8ClampedArray
  tooLarge?: { width: number; height: number }
  error?: string
}

/** One at a time: the WebAssembly decoder's memory, not its time, is what must stay bounded. */
const queue = new PQueue({ concurrency: 1 })

/**
 * Upright RGBA pixels of a HEIC or HEIF (HEVC) picture. libheif applies rotation and mirroring itself; the EXIF
 * orientation of such files repeats it and must not be applied again.
 * @throws AppError IMAGE_UNREADABLE, IMAGE_TOO_LARGE (before any pixel is decoded), IMAGE_TIMEOUT
 */
export function decodeHeic(
  buffer: Buffer,
  limits: { maxPixels: number; timeoutMs: number; signal?: AbortSignal },
): Promise<{ data: Buffer; width: number; height: number }> {
  return queue.add(() => decodeInThread(buffer, limits), { signal: limits.signal })
}

async function decodeInThread(
  buffer: Buffer,
  limits: { maxPixels: number; timeoutMs: number; signal?: AbortSignal },
): Promise<{ data: Buffer; width: number; height: number }> {
  const modulePath = createRequire(import.meta.url).resolve('heic-decode')
  const worker = new Worker(source, {
    eval: true,
    workerData: { modulePath, buffer, maxPixels: limits.maxPixels },
    resourceLimits: { maxOldGenerationSizeMb: 512 },
    stdout: true,
    stderr: true,
  })
  let timer: NodeJS.Timeout | undefined
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', (error) => resolve({ error: error.message }))
      worker.once('exit', () => resolve({ error: 'the decoder ended early' }))
      limits.signal?.addEventListener('abort', () => reject(limits.signal?.reason as Error), { once: true })
      timer = setTimeout(
        () => reject(new AppError('IMAGE_TIMEOUT', 'Reading the picture took too long.')),
        limits.timeoutMs,
      )
    })
    if (answer.tooLarge) {
      const { width, height } = answer.tooLarge
      throw new AppError('IMAGE_TOO_LARGE', `The picture has ${width} × ${height} pixels.`, {
        details: { width, height },
      })
    }
    if (!answer.data || !answer.width || !answer.height) {
      throw new AppError('IMAGE_UNREADABLE', 'The HEIC picture cannot be read.', { cause: answer.error })
    }
    const { data, width, height } = answer
    return { data: Buffer.from(data.buffer, data.byteOffset, data.byteLength), width, height }
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
