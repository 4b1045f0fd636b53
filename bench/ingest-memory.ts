/**
 * Does memory stay flat however many photos come in? Uploads 200 pictures over HTTP to the whole product, six at a
 * time as a browser does, waits until all are searchable, and reads what web and worker hold then and their high-water
 * marks; then uploads on until 2,000 and reads them again.
 *
 *   npm run bench:ingest-memory [-- <photos> …]     DATABASE_URL=… for native Postgres instead of PGlite
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'
import { createBrowserFetch, type BrowserFetch } from '../tests/helpers/browser-fetch'
import { startStack } from '../scripts/stack/start-stack'
import { makePictures } from './make-pictures'
import { openDatabase } from './open-database'
import { readProcessFigures } from './process-figures'

const COUNTS = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [200, 2_000]
const UPLOADS = 6

const scratch = await mkdtemp(join(tmpdir(), 'recto-bench-'))
const database = process.env.DATABASE_URL ? await openDatabase() : null
const pictures = join(scratch, 'pictures')
await makePictures(pictures, Math.max(...COUNTS))
const stack = await startStack({
  web: true,
  env: {
    ...process.env,
    DATA_DIR: join(scratch, 'data'),
    LOG_LEVEL: 'warn',
    ...(database && { DATABASE_URL: database.url }),
  },
})
try {
  const browser = createBrowserFetch(stack.url ?? '')
  await browser.postForm('/setup', {
    project: 'Shop',
    name: 'Ada',
    email: 'ada@example.test',
    password: 'a password for benchmarks',
  })
  const files = await readdir(pictures)
  let uploaded = 0
  const rows: Record<string, Record<string, number | string>> = {}
  for (const count of COUNTS) {
    const started = performance.now()
    await upload(browser, files.slice(uploaded, count))
    await untilSearchable(browser, count)
    const seconds = (performance.now() - started) / 1000
    const parts = Object.entries(readProcessFigures()).filter(([name]) => name !== 'this process')
    rows[`${count} photos`] = {
      ...Object.fromEntries(
        parts.map(([name, { peakMb, residentMb }]) => [
          `${name} MB`,
          `${Math.round(residentMb)}, peak ${Math.round(peakMb)}`,
        ]),
      ),
      'photos/s': Math.round((count - uploaded) / seconds),
    }
    uploaded = count
  }
  console.log(`database: ${database ? 'native Postgres' : 'PGlite'}`)
  console.table(rows)
} finally {
  await stack.stop()
  await database?.close()
  await rm(scratch, { recursive: true, force: true })
}

async function upload(browser: BrowserFetch, files: string[]): Promise<void> {
  const queue = new PQueue({ concurrency: UPLOADS })
  const batchId = randomUUID()
  await queue.addAll(
    files.map((file) => async () => {
      const form = new FormData()
      form.set('batchId', batchId)
      form.set('file', new Blob([await readFile(join(pictures, file))], { type: 'image/jpeg' }), file)
      const answer = await browser('/api/photos', { method: 'POST', body: form })
      if (!answer.ok) throw new Error(`${file}: ${answer.status} ${await answer.text()}`)
      await answer.arrayBuffer()
    }),
  )
}

/** By asking as an open library does for its counts, twice a second. */
async function untilSearchable(browser: BrowserFetch, count: number): Promise<void> {
  for (;;) {
    const answer = await browser('/library/photos?ids=00000000-0000-7000-8000-000000000000')
    const { counts } = (await answer.json()) as { counts?: { ready: number } }
    if (counts?.ready === count) return
    await sleep(500)
  }
}
