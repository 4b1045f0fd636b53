/**
 * `npm run bench:pairing`: how long local pairing takes, by stage. 26 photos of 12 megapixels from disk, the same once
 * ingested (their stored previews and vectors, as a run in the app reads them), and growth from 26 to 600 of those, with
 * the most memory the process held.
 */
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PQueue from 'p-queue'
import sharp from 'sharp'
import type { KnownVectors, PhotoSource } from '~/domain/pairing/measure-photos.server'
import { pairLocally } from '~/domain/pairing/pair-locally.server'
import { prepareEmbeddingInput } from '~/domain/photos/prepare-embedding-input.server'
import { listFiles } from '../scripts/command-line/list-files'
import { startEmbeddingService } from '../scripts/pairing/start-embedding-service'
import { Random } from '../scripts/pairing/stand-ins/random'

const PHOTOS = '../shared/data/clothing/train'
const LARGE = [3_000, 4_000] as const
const PREVIEW = [1_200, 1_600] as const
const SIZES = [26, 100, 300, 600]
const most = Math.max(...SIZES)

if (!existsSync(PHOTOS)) throw new Error(`${PHOTOS} is absent: there are no real photos to time.`)
const files = (await listFiles(PHOTOS)).filter((file) => file.endsWith('.jpg'))
const chosen = new Random(3).shuffle(files).slice(0, most)
const folder = await mkdtemp(join(tmpdir(), 'recto-bench-pairing-'))
const queue = new PQueue({ concurrency: 2 })
const service = await startEmbeddingService(console.error)
try {
  const large = await enlarge(chosen.slice(0, 26), 'large', LARGE)
  const previews = await enlarge(chosen, 'preview', PREVIEW)
  console.log(
    'photos                      read+measure    embed    match  read text    total  growth  most memory',
  )
  await time('26 of 12 MP, from disk', large, null, null)
  const stored = await embedAll(previews)
  let before: { count: number; seconds: number } | null = null
  for (const count of SIZES) {
    const seconds = await time(`${count} once ingested`, previews.slice(0, count), before, stored)
    before = { count, seconds }
  }
} finally {
  await service.stop()
  await rm(folder, { recursive: true })
}

/** Real photos brought to the size that is timed. */
async function enlarge(names: string[], kind: string, [width, height]: readonly [number, number]) {
  return queue.addAll(
    names.map((name, at) => async (): Promise<PhotoSource> => {
      const path = join(folder, `${kind}-${at}.jpg`)
      const picture = sharp(join(PHOTOS, name)).autoOrient().resize(width, height, { fit: 'cover' })
      await writeFile(path, await picture.jpeg({ quality: 90 }).toBuffer())
      return { name: path, read: () => readFile(path) }
    }),
  )
}

/** What ingestion leaves in the database; not timed. */
async function embedAll(sources: readonly PhotoSource[]): Promise<KnownVectors | null> {
  if (!service.clip) return null
  const vectors = new Map<string, Float32Array>()
  let model = ''
  for (const source of sources) {
    const bytes = await source.read()
    const answer = await service.clip.embedImages([await prepareEmbeddingInput(bytes)])
    model = answer.model
    const [result] = answer.results
    if ('vector' in result) vectors.set(createHash('sha256').update(bytes).digest('hex'), result.vector)
  }
  return { model, vectors }
}

async function time(
  title: string,
  sources: PhotoSource[],
  before: { count: number; seconds: number } | null,
  stored: KnownVectors | null,
): Promise<number> {
  let memory = 0
  const watch = setInterval(() => (memory = Math.max(memory, process.memoryUsage().rss)), 100)
  const { seconds } = await pairLocally(sources, { clip: service.clip, stored })
  clearInterval(watch)
  const total = seconds.measure + seconds.embed + seconds.match + seconds.readText
  const growth = before
    ? `×${(total / before.seconds).toFixed(1)} for ×${(sources.length / before.count).toFixed(1)}`
    : ''
  const cell = (value: number): string => `${value.toFixed(2)} s`.padStart(9)
  console.log(
    `${title.padEnd(27)} ${cell(seconds.measure).padStart(12)} ${cell(seconds.embed)} ${cell(seconds.match)} ${cell(seconds.readText).padStart(10)} ${cell(total)}  ${growth.padEnd(14)}  ${(memory / 1e6).toFixed(0)} MB`,
  )
  return total
}
