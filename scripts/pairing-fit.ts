/**
 * `npm run pairing:fit`: learns app/domain/pairing/fit/weights.json from stand-in pairs made of real front photos
 * (../shared/data/clothing/train), from rendered sets and from real packages (../shared/data/grocery/train), with the
 * embedding model in the repository. Run it again when a signal or the model changes; the same photos and model give the
 * same file. `-- --check` only compares.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { compareSet } from '~/domain/pairing/compare-set'
import { fit } from './pairing/fit'
import { fitPrinted, type ReadSet } from './pairing/fit-printed'
import type { MeasuredProduct } from './pairing/judge-draws'
import { measurePackages } from './pairing/measure-packages'
import { measureProducts } from './pairing/measure-products'
import { startEmbeddingService } from './pairing/start-embedding-service'
import { FITTED_ON, havePhotos, makeProducts, PARTS } from './pairing/stand-ins/make-products'
import { renderSet } from '../tests/helpers/render-pairs/render-set'

const FILE = fileURLToPath(new URL('../app/domain/pairing/fit/weights.json', import.meta.url))
const PRODUCTS = 60
const SEED = 11
/** Not one the gate renders. */
const RENDERED_SEED = 1_001

if (!havePhotos('fit')) throw new Error(`${PARTS.fit.folder} is absent: there is nothing to fit on.`)
const service = await startEmbeddingService(console.error)
if (!service.clip) throw new Error('Without the embedding service its weight cannot be fitted.')
const sets: MeasuredProduct[][] = []
for (const manner of FITTED_ON) {
  const made = await makeProducts('fit', manner, PRODUCTS, SEED + sets.length)
  sets.push(await measureProducts(made, service.clip))
  console.error(`${manner}: ${made.length} products measured`)
}
// Sets in which one is easily wrong: how far ahead a pair must be is learned on them too.
const hard: MeasuredProduct[][] = []
for (const set of ['near-identical', 'mixed-lighting', 'banners'] as const) {
  const { photos, truth } = await renderSet(set, RENDERED_SEED, 24)
  const bytesOf = new Map(photos.map(({ name, bytes }) => [name, bytes]))
  const side = (name: string) => ({ name, bytes: bytesOf.get(name) ?? Buffer.alloc(0) })
  const products = truth.map(({ front, back }) => ({ front: side(front), back: side(back) }))
  hard.push(await measureProducts(products, service.clip))
}
const packages = await measurePackages(service.clip, SEED)
await service.stop()

const withoutPrint = await fit(sets, hard, SEED)
const readSets: ReadSet[] = []
for (const { photos, texts, partner } of packages) {
  const embeddings = photos.map(({ vector }) => vector)
  const measures = photos.map(({ measure }) => measure)
  readSets.push({
    compared: await compareSet(measures, { embeddings, fitted: withoutPrint }),
    texts,
    partner,
  })
}
// why not fitted without the packages: what was learned before is better than nothing.
const fitted = readSets.length > 0 ? { ...withoutPrint, printed: fitPrinted(readSets) } : withoutPrint
const text = `${JSON.stringify(fitted, null, 2)}\n`
const before = await readFile(FILE, 'utf8')
if (process.argv.includes('--check')) {
  console.log(
    text === before ? 'weights.json is what fitting gives' : 'weights.json differs from what fitting gives',
  )
  process.exitCode = text === before ? 0 : 1
} else {
  await writeFile(FILE, text)
  console.log(text)
}
