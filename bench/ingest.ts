/**
 * How fast photos come in, end to end, and what the pipeline costs on top of the work itself.
 *
 *   npm run bench:ingest [-- <folder> …]     without a folder: the rendered sample shop
 *   DATABASE_URL=… npm run bench:ingest      on native Postgres instead of PGlite, in a database of its own
 *
 * In one run, on the same pictures and the same embedding service, photos per second of
 *   decode and embed  a straight program that does no more
 *   same outputs      a straight program that makes all that the product keeps: hashes, thumbnail, preview, files
 *   pipeline          storePhoto for every file, then the worker process until all are searchable
 * Each first goes through some pictures that do not count, with the worker up: what a running Recto does, not its start.
 * The overhead is the pipeline's time over the straight program's, less one, against each of the two. The processor
 * time of each process says where it goes; on two cores the sum is what counts.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ingestFolder } from '../scripts/command-line/ingest-folder'
import { openLibrary } from '../scripts/command-line/open-library'
import { renderSamples } from '../scripts/samples/render-samples'
import { measureRaw } from './ingest-raw'
import { openDatabase } from './open-database'
import { makePictures } from './make-pictures'
import { cpuPer, readProcessFigures } from './process-figures'

const scratch = await mkdtemp(join(tmpdir(), 'recto-bench-'))
const given = process.env.DATABASE_URL
const warmUp = join(scratch, 'warm-up')

try {
  const folders = process.argv.slice(2).map((folder) => resolve(folder))
  if (folders.length === 0) {
    folders.push(join(scratch, 'samples'))
    await renderSamples(join(scratch, 'samples'))
  }
  await makePictures(warmUp, 32)
  console.log(`database: ${given ? 'native Postgres' : 'PGlite'}`)
  for (const [index, folder] of folders.entries()) {
    const database = given ? await openDatabase() : null
    if (database) process.env.DATABASE_URL = database.url
    process.env.DATA_DIR = join(scratch, `data-${index}`)
    console.log(folder.replace(scratch, 'rendered'))
    await measure(folder, join(scratch, `outputs-${index}`)).finally(async () => {
      if (given) process.env.DATABASE_URL = given
      await database?.close()
    })
  }
} finally {
  await rm(scratch, { recursive: true, force: true })
}

async function measure(folder: string, outputs: string) {
  const library = await openLibrary(() => {})
  try {
    const rows: Record<string, Record<string, number>> = {}
    const time = async (name: string, work: () => Promise<{ count: number; seconds: number }>) => {
      const before = readProcessFigures()
      const { count, seconds } = await work()
      const cpu = cpuPer(count, before, readProcessFigures())
      rows[name] = {
        photos: count,
        'photos/s': round(count / seconds),
        ...Object.fromEntries(Object.entries(cpu).map(([part, ms]) => [`${part} ms`, round(ms)])),
        'sum ms': round(Object.values(cpu).reduce((sum, ms) => sum + ms, 0)),
      }
      return seconds / count
    }
    await ingestFolder(library, warmUp, () => {})
    await measureRaw(library.ctx, warmUp, 'same outputs', outputs)
    const least = await time('decode and embed', () =>
      measureRaw(library.ctx, folder, 'decode and embed', outputs),
    )
    const same = await time('same outputs', () => measureRaw(library.ctx, folder, 'same outputs', outputs))
    const pipeline = await time('pipeline', async () => {
      const started = performance.now()
      const report = await ingestFolder(library, folder, () => {})
      const seconds = (performance.now() - started) / 1000
      console.log(
        `  ${report.added} added, ${report.duplicates} duplicates, ${report.refused.length} refused`,
      )
      // A duplicate is hashed and known again; counted as a photo it would hide what the pipeline costs.
      return { count: report.added, seconds }
    })
    console.table(rows)
    console.log(`  overhead over decode and embed   ${percent(pipeline / least)} %`)
    console.log(`  overhead over the same outputs   ${percent(pipeline / same)} %`)
    const peaks = Object.entries(readProcessFigures()).map(
      ([name, { peakMb }]) => `${name} ${Math.round(peakMb)} MB`,
    )
    console.log(`  peak memory                      ${peaks.join(', ')}`)
  } finally {
    await library.close()
  }
}

function round(value: number) {
  return Math.round(value * 10) / 10
}
function percent(ratio: number) {
  return Math.round((ratio - 1) * 100)
}
