/**
 * How fast photos come in, end to end, and what the pipeline costs on top of the work itself.
 *
 *   npm run bench:ingest [-- <folder> …]     without a folder: the rendered sample shop
 *
 * In one run, on the same pictures and the same embedding service:
 *   raw       decode, derivatives, embedding; two pictures at once, 16 to an embedding request; no database, no storage,
 *             no queue
 *   pipeline  storePhoto for every file, then the worker process until all are searchable
 * Prints photos per second of both, the ratio, and the peak memory of the worker process.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import PQueue from 'p-queue'
import { detectType } from '~/domain/photos/detect-type.server'
import { decodeImage } from '~/domain/photos/decode-image.server'
import { encodeEmbeddingInput, makeDerivatives } from '~/domain/photos/make-derivatives.server'
import type { AppContext } from '~/platform/context.server'
import { ingestFolder } from '../scripts/command-line/ingest-folder'
import { listFiles } from '../scripts/command-line/list-files'
import { openLibrary } from '../scripts/command-line/open-library'
import { renderSamples } from '../scripts/samples/render-samples'

const EMBED_BATCH = 16
const scratch = await mkdtemp(join(tmpdir(), 'recto-bench-'))

try {
  const folders = process.argv.slice(2).map((folder) => resolve(folder))
  if (folders.length === 0) {
    folders.push(join(scratch, 'samples'))
    await renderSamples(join(scratch, 'samples'))
  }
  for (const [index, folder] of folders.entries()) {
    process.env.DATA_DIR = join(scratch, `data-${index}`)
    const library = await openLibrary(() => {})
    try {
      const raw = await measureRaw(library.ctx, folder)
      const started = performance.now()
      const report = await ingestFolder(library, folder, () => {})
      const seconds = (performance.now() - started) / 1000
      const photos = report.added + report.duplicates
      const pipeline = photos / seconds
      console.log(folder.replace(scratch, 'rendered'))
      console.log(
        `  photos     ${photos} (${report.duplicates} duplicates, ${report.refused.length} refused)`,
      )
      console.log(`  raw        ${raw.toFixed(1)} photos/s`)
      console.log(`  pipeline   ${pipeline.toFixed(1)} photos/s`)
      console.log(`  overhead   ${Math.round((raw / pipeline - 1) * 100)} %  (pipeline time / raw time − 1)`)
      console.log(`  worker     ${await workerPeak(library.ctx)} MB peak`)
    } finally {
      await library.close()
    }
  }
} finally {
  await rm(scratch, { recursive: true, force: true })
}

/** Photos per second of the bare work on every readable file of the folder. */
async function measureRaw(ctx: AppContext, folder: string): Promise<number> {
  const files = await listFiles(folder)
  await ctx.clip.embedText('warm up')
  let inputs: Buffer[] = []
  let embedding: Promise<unknown> = Promise.resolve()
  let count = 0
  const flush = () => {
    const batch = inputs
    inputs = []
    // One request at a time is under way, while the next pictures are decoded: as the worker does it.
    embedding = embedding.then(() => (batch.length > 0 ? ctx.clip.embedImages(batch) : undefined))
  }
  const queue = new PQueue({ concurrency: ctx.env.WORKER_CONCURRENCY })
  const started = performance.now()
  await Promise.all(
    files.map((file) =>
      queue.add(async () => {
        const path = join(folder, file)
        const type = await detectType(path).catch(() => null)
        if (!type) return
        const limits = { maxPixels: ctx.env.IMAGE_MAX_PIXELS }
        const decoded = await decodeImage(await readFile(path), type.contentType, limits).catch(() => null)
        if (!decoded) return
        await makeDerivatives(decoded.raster)
        inputs.push(await encodeEmbeddingInput(decoded.raster))
        count += 1
        if (inputs.length === EMBED_BATCH) flush()
      }),
    ),
  )
  flush()
  await embedding
  return count / ((performance.now() - started) / 1000)
}

/** High-water mark of the worker's resident memory; Linux only. */
async function workerPeak(ctx: AppContext): Promise<string> {
  const worker = await ctx.db.prisma.worker.findFirst({
    where: { stoppedAt: null },
    orderBy: { startedAt: 'desc' },
  })
  const status = worker ? await readFile(`/proc/${worker.pid}/status`, 'utf8').catch(() => '') : ''
  const kilobytes = /VmHWM:\s+(\d+)/.exec(status)?.[1]
  return kilobytes ? String(Math.round(Number(kilobytes) / 1024)) : '?'
}
