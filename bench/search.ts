/**
 * How fast is search, and how much does the index miss? `npx tsx bench/search.ts [rows …]`, by default 10000 100000.
 *
 * BENCH_DATABASE_URL or TEST_DATABASE_URL names a Postgres server with pgvector and a role that may create databases;
 * without one the embedded database is measured, at 10,000 only. BENCH_KEEP=1 keeps the filled database for the next
 * run. Every query's words or picture go through the real embedding service (CLIP_SERVICE_URL, or one started here):
 * its vector is thrown away, as it knows nothing of this world's pictures, but its time counts. Everything else is the
 * real search: `searchPhotos` with its filters, bands and rows.
 */
import type { Actor } from '~/domain/auth/actor'
import { findNearest, type NearestPlan } from '~/domain/search/find-nearest.server'
import type { NearestQuery } from '~/domain/search/nearest.queries.server'
import { searchPhotos } from '~/domain/search/search-photos.server'
import type { SearchFilters } from '~/domain/search/search-query'
import { readEnv } from '~/platform/env.server'
import { openBenchDatabase } from './search-database'
import { BENCH_MODEL, fillLibrary } from './search-library'
import { createSyntheticClip } from './search-clip'
import { createVectorWorld } from './search-vectors'

const QUERIES = Number(process.env.BENCH_QUERIES ?? 100)
const LIMIT = 48
/** Searches under way at the same time, each person's next one as soon as their last one is answered. */
const CROWD = 8

const sizes = process.argv.slice(2).map(Number).filter(Boolean)
const database = await openBenchDatabase()
const world = createVectorWorld(7)
const clip = await createSyntheticClip(world)
const context = {
  db: database.db,
  clip: clip.client,
  clipNext: null,
  storage: database.storage,
  env: readEnv({
    AUTH_SECRET: 'only for the benchmark 0123456789abcdef',
    DATABASE_URL: 'postgres://not-used',
  }),
}
console.log(`${database.name}; ${LIMIT} results a page; embedding by ${clip.name}`)

try {
  let actor: Actor | undefined
  for (const rows of sizes.length > 0 ? sizes : database.native ? [10_000, 100_000] : [10_000]) {
    const filled = await fillLibrary(database.db, world, rows, actor)
    actor = filled.actor
    console.log(
      `\n${rows.toLocaleString('en')} photos (loaded in ${filled.loadSeconds} s, index in ${filled.indexSeconds} s)`,
    )
    console.log(
      '                              p50 ms   p95 ms   exact p50   exact/search   recall@10   plan    short',
    )
    const filtered: [string, SearchFilters][] = [
      ['no filter', {}],
      ['10 % by type', { contentType: 'image/png' }],
      ['1 % by collection', { collectionId: filled.collectionId }],
      ['1 % by camera', { camera: 'Rare' }],
    ]
    for (const [filterName, filters] of filtered) {
      for (const kind of ['words', 'picture'] as const) {
        await measure(actor, kind, filterName, filters, rows)
      }
    }
    for (const [filterName, filters] of filtered) await measureCrowd(actor, filterName, filters, rows)
  }
} finally {
  await clip.stop()
  await database.close()
}

async function measure(
  who: Actor,
  kind: 'words' | 'picture',
  name: string,
  filters: SearchFilters,
  rows: number,
) {
  const times: number[] = []
  const exactTimes: number[] = []
  const plans = new Set<NearestPlan>()
  let hits = 0
  let wanted = 0
  let short = 0
  for (let i = 0; i < QUERIES + 5; i++) {
    const index = (i * 7717) % rows
    const vector = kind === 'words' ? world.wordQuery(index) : world.pictureQuery(index)
    const query: NearestQuery = {
      scope: { actor: who, filters },
      model: BENCH_MODEL.id,
      vector,
      after: null,
      limit: LIMIT + 1,
    }
    clip.answerNext(vector)
    const started = performance.now()
    const answer = await searchPhotos(
      context,
      who,
      kind === 'words'
        ? { text: `words ${name} ${index}`, filters, limit: LIMIT }
        : { image: clip.picture, filters, limit: LIMIT },
    )
    const took = performance.now() - started
    const before = performance.now()
    const truth = await findNearest(context, query, 'exact')
    // The first queries warm the caches up.
    if (i < 5) continue
    times.push(took)
    exactTimes.push(performance.now() - before)
    plans.add((await findNearest(context, query)).plan)
    const found = new Set(answer.results.slice(0, 10).map((result) => result.photoId))
    const best = truth.neighbours.slice(0, 10)
    wanted += best.length
    hits += best.filter(({ photoId }) => found.has(photoId)).length
    if (answer.results.length < Math.min(LIMIT, truth.neighbours.length)) short += 1
  }
  const ratio = percentile(exactTimes, 0.5) / percentile(times, 0.5)
  console.log(
    `${`${name}, ${kind}`.padEnd(28)} ${[percentile(times, 0.5), percentile(times, 0.95)].map((ms) => ms.toFixed(1).padStart(8)).join(' ')}` +
      `${percentile(exactTimes, 0.5).toFixed(1).padStart(12)}${ratio.toFixed(1).padStart(15)}${(hits / wanted).toFixed(3).padStart(12)}` +
      `   ${[...plans].join('+').padEnd(6)}${String(short).padStart(6)}`,
  )
}

/** People searching at the same time, by words nobody has used: latency, and searches a second. */
async function measureCrowd(who: Actor, name: string, filters: SearchFilters, rows: number) {
  const times: number[] = []
  let next = 0
  const began = performance.now()
  const person = async () => {
    while (next < QUERIES * 2) {
      const index = (next++ * 7717) % rows
      const text = `crowd ${name} ${index} of ${rows}`
      clip.answerTo(text, world.wordQuery(index))
      const started = performance.now()
      await searchPhotos(context, who, { text, filters, limit: LIMIT })
      times.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: CROWD }, person))
  const rate = times.length / ((performance.now() - began) / 1000)
  console.log(
    `${`${name}, ${CROWD} at once`.padEnd(28)} ${[percentile(times, 0.5), percentile(times, 0.95)].map((ms) => ms.toFixed(1).padStart(8)).join(' ')}   ${rate.toFixed(0)} searches/s`,
  )
}

function percentile(values: number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? NaN
}
