import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { seededRandom } from './random-weights.ts'

/** Real files for tests; they lie beside the repository and may be absent. */
const SHARED = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url))

/** The folder of shared test files, or undefined after one line that says what is skipped. */
export function sharedData(folder: string): string | undefined {
  const directory = `${SHARED}${folder}`
  if (existsSync(directory)) return directory
  process.stdout.write(`skipped: no ../shared/data/${folder} beside the repository\n`)
  return undefined
}

/** A picture of soft random blobs: detail at every scale, as a photo has, and different for each seed. */
export async function blobs(width: number, height: number, seed: number): Promise<Buffer> {
  const random = seededRandom(seed)
  const coarse = Buffer.from(Array.from({ length: 12 * 12 * 3 }, () => Math.floor(random() * 256)))
  return await sharp(coarse, { raw: { width: 12, height: 12, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .jpeg({ quality: 92 })
    .toBuffer()
}

export async function plain(width: number, height: number, colour: string): Promise<Buffer> {
  return await sharp({ create: { width, height, channels: 3, background: colour } })
    .png()
    .toBuffer()
}
