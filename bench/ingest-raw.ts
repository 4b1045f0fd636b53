import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import PQueue from 'p-queue'
import { detectType } from '~/domain/photos/detect-type.server'
import { decodeImage } from '~/domain/photos/decode-image.server'
import { encodeEmbeddingInput, makeDerivatives } from '~/domain/photos/make-derivatives.server'
import { readMetadata } from '~/domain/photos/read-metadata.server'
import type { AppContext } from '~/platform/context.server'
import { listFiles } from '../scripts/command-line/list-files'

const EMBED_BATCH = 16

/**
 * What a straight program needs for every readable picture of a folder, in seconds: as many at once as the worker
 * reads, 16 to an embedding request, one request under way while the next pictures are decoded. No database, no queue.
 * A second file of the same bytes is left out: the pipeline does not read it either.
 *
 * `decode and embed` stops there. `same outputs` also makes what the product keeps: the file's hash, its metadata,
 * thumbnail, preview, placeholder, both picture hashes, and three files in a folder.
 */
export async function measureRaw(
  ctx: AppContext,
  folder: string,
  kind: 'decode and embed' | 'same outputs',
  outputs: string,
): Promise<{ count: number; seconds: number }> {
  const files = await listContents(folder)
  await mkdir(outputs, { recursive: true })
  let inputs: Buffer[] = []
  let embedding: Promise<unknown> = Promise.resolve()
  let count = 0
  const flush = () => {
    const batch = inputs
    inputs = []
    embedding = embedding.then(() => (batch.length > 0 ? ctx.clip.embedImages(batch) : undefined))
  }
  const readOne = async (file: string) => {
    const path = join(folder, file)
    const type = await detectType(path).catch(() => null)
    if (!type) return
    const bytes = await readFile(path)
    const limits = { maxPixels: ctx.env.IMAGE_MAX_PIXELS }
    const decoded = await decodeImage(bytes, type.contentType, limits).catch(() => null)
    if (!decoded) return
    if (kind === 'same outputs') {
      createHash('sha256').update(bytes).digest('hex')
      readMetadata(bytes)
      const { thumb, preview } = await makeDerivatives(decoded.raster)
      const name = join(outputs, randomUUID())
      await Promise.all([
        writeFile(`${name}.${type.extension}`, bytes),
        writeFile(`${name}.webp`, thumb),
        writeFile(`${name}.preview.jpg`, preview),
      ])
    }
    inputs.push(await encodeEmbeddingInput(decoded.raster))
    count += 1
    if (inputs.length === EMBED_BATCH) flush()
  }
  const queue = new PQueue({ concurrency: ctx.env.WORKER_CONCURRENCY })
  const started = performance.now()
  await Promise.all(files.map((file) => queue.add(() => readOne(file))))
  flush()
  await embedding
  return { count, seconds: (performance.now() - started) / 1000 }
}

/** One file of each content, found before the clock runs: telling them apart is the pipeline's work. */
async function listContents(folder: string): Promise<string[]> {
  const byHash = new Map<string, string>()
  for (const file of await listFiles(folder)) {
    const hash = createHash('sha256')
      .update(await readFile(join(folder, file)))
      .digest('hex')
    if (!byHash.has(hash)) byHash.set(hash, file)
  }
  return [...byHash.values()]
}
