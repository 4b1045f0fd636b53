/**
 * `npm run pairing:gate`: scores every way of pairing that can run on rendered sets, on real garments with made other
 * sides (of some manners also with a third of these sides missing), and on real products of several views; exits 1 when
 * `local` falls under what scripts/pairing/gate-minimums.ts commits, or calls a wrong pair sure. `-- 3` renders three of
 * each set, `-- banners usual` runs only those named and refuses unknown names.
 */
import OpenAI from 'openai'
import { pairDirectly } from '~/domain/pairing/pair-directly.server'
import { pairHybrid } from '~/domain/pairing/pair-hybrid.server'
import { pairLocally } from '~/domain/pairing/pair-locally.server'
import { visionModel } from '~/domain/pairing/vision-model'
import { visionSettingsText } from '~/platform/vision-settings'
import { findProblems } from './pairing/gate-minimums'
import { addTallies, judgeDraws, judgePhotos, WAYS, type Tally, type Way } from './pairing/judge-draws'
import { havePackages, PACKAGES, readPackages } from './pairing/read-packages'
import { measureAll, measureProducts, sourcesOf, type NamedPhoto } from './pairing/measure-products'
import { readViews, VIEWS } from './pairing/read-views'
import { startEmbeddingService } from './pairing/start-embedding-service'
import { havePhotos, makeProducts, MANNERS, PARTS, type Manner } from './pairing/stand-ins/make-products'
import { renderSet, SETS } from '../tests/helpers/render-pairs/render-set'

const PRODUCTS = 13
const ALL = 85
const DRAWS = 60
const SEED = 500
const PACKAGE_DRAWS = 3
/** Where leftovers are judged too, and the share of products of which one side is missing there. */
const WITH_ODD_ONES: readonly Manner[] = ['usual', 'owners', 'usual-both', 'owners-both']
const SINGLE = 1 / 3

const args = process.argv.slice(2)
const renderings = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 1)
const only = args.filter((arg) => !/^\d+$/.test(arg))
const manners = Object.keys(MANNERS) as Manner[]
const sets: readonly string[] = [...SETS, ...manners, 'packages', 'views']
const unknown = only.filter((name) => !sets.includes(name))
if (unknown.length > 0) {
  console.error(`There is no set named ${unknown.join(', ')}. The sets are ${sets.join(', ')}.`)
  process.exit(1)
}
const wanted = (name: string): boolean => only.length === 0 || only.includes(name)
const key = process.env.OPENAI_API_KEY
let failed = false

const service = await startEmbeddingService(console.error)
if (!service.clip) failed = true
console.log('set                   way       pairs right       %  perfect       sure  wrong but sure')
try {
  for (const set of SETS.filter(wanted)) await judgeRendered(set)
  for (const manner of manners.filter(wanted)) await judgeMade(manner)
  if (wanted('packages')) await judgePackages()
  if (wanted('views')) await judgeViews()
} finally {
  await service.stop()
}
if (!havePhotos('check')) console.log(`${PARTS.check.folder} is absent: real garments were skipped`)
if (!key)
  console.log('direct and hybrid skipped: OPENAI_API_KEY is not set (recorded answers test their protocol)')
if (failed) console.log('The gate is closed.')
process.exitCode = failed ? 1 : 0

interface KnownPhotos {
  readonly photos: readonly NamedPhoto[]
  readonly truth: ReadonlyArray<{ front: string; back: string }>
  readonly repeats?: ReadonlyMap<string, string>
}

async function judgeRendered(set: (typeof SETS)[number]): Promise<void> {
  const tallies: FileTallies = new Map()
  for (let seed = 1; seed <= renderings; seed++)
    await judgeFiles(await renderSet(set, seed, PRODUCTS), set === 'labelled', tallies)
  for (const [way, list] of tallies) report(set, way, addTallies(list))
  if (key) await judgeModel(set, key)
}

type FileTallies = Map<string, Tally[]>

/** Every way on photos as they come in files; `local` is all of it, printed words too, and `no text` is without these. */
async function judgeFiles(
  { photos, truth, repeats }: KnownPhotos,
  withoutText: boolean,
  tallies: FileTallies,
): Promise<void> {
  const add = (way: string, tally: Tally) => tallies.set(way, [...(tallies.get(way) ?? []), tally])
  const measured = await measureAll(photos, service.clip)
  for (const way of ['plain', 'no model'] as const)
    add(way, await judgePhotos(measured, truth, WAYS[way], repeats))
  if (withoutText) add('no text', await judgePhotos(measured, truth, WAYS.local, repeats))
  const { pairs } = await pairLocally(sourcesOf(photos), { clip: service.clip })
  add('local', await judgePhotos([], truth, async () => pairs, repeats))
}

/** Real packages of few brands, held in a hand before shelves: two photos of each, of which nobody knows the sides. */
async function judgePackages(): Promise<void> {
  if (!havePackages('check')) return console.log(`${PACKAGES.check} is absent: real packages skipped`)
  const tallies: FileTallies = new Map()
  for (let draw = 0; draw < PACKAGE_DRAWS; draw++)
    await judgeFiles(readPackages('check', SEED + draw), true, tallies)
  for (const [way, list] of tallies) report('packages', way, addTallies(list))
}

/** Real garments whose other side was made: what no rendering can imitate, on the surfaces people use. */
async function judgeMade(manner: Manner): Promise<void> {
  if (!havePhotos('check')) return
  const products = await measureProducts(await makeProducts('check', manner, ALL, SEED), service.clip)
  for (const way of Object.keys(WAYS) as Way[]) {
    const draws = { draws: DRAWS, size: PRODUCTS, seed: SEED }
    report(manner, way, await judgeDraws(products, WAYS[way], draws))
    report(`${manner} at once`, way, await judgeDraws(products, WAYS[way], { ...draws, draws: 1, size: ALL }))
  }
  if (!WITH_ODD_ONES.includes(manner)) return
  const odd = { draws: DRAWS, size: PRODUCTS, seed: SEED, single: SINGLE }
  report(`${manner}, odd`, 'local', await judgeDraws(products, WAYS.local, odd))
}

/** Real products of several views each: which two views are the front and the back is not known, only the product. */
async function judgeViews(): Promise<void> {
  const photos = readViews()
  if (photos.length === 0) return console.log(`${VIEWS} is absent: real products of several views skipped`)
  const { pairs } = await pairLocally(sourcesOf(photos), { clip: service.clip })
  const product = (name: string): string => name.split('/')[0]
  const wrong = pairs.filter(({ front, back }) => product(front) !== product(back))
  report('views', 'local', {
    draws: 1,
    perfect: pairs.length > 0 && wrong.length === 0 ? 1 : 0,
    known: pairs.length,
    right: pairs.length - wrong.length,
    proposed: pairs.length,
    sure: pairs.filter(({ confidence }) => confidence === 'sure').length,
    wrongButSure: wrong.filter(({ confidence }) => confidence === 'sure').length,
    odd: 0,
    oddPaired: 0,
  })
}

/** With a key, what GPT-4o makes of a rendered set; this costs money and is never run without one. */
async function judgeModel(set: (typeof SETS)[number], apiKey: string): Promise<void> {
  const { photos, truth, repeats } = await renderSet(set, 1, PRODUCTS)
  const sources = sourcesOf(photos)
  const local = await pairLocally(sources, { clip: service.clip })
  const options = {
    openai: new OpenAI({ apiKey, baseURL: process.env.OPENAI_BASE_URL }),
    model: visionModel(
      process.env.OPENAI_VISION_MODEL ?? 'gpt-4o',
      visionSettingsText.parse(process.env.OPENAI_VISION_SETTINGS),
    ),
  }
  for (const [name, pair] of [
    ['direct', pairDirectly],
    ['hybrid', pairHybrid],
  ] as const) {
    const { pairs, costUsd } = await pair(sources, local, options)
    report(set, `${name}, $${costUsd.toFixed(3)}`, await judgePhotos([], truth, async () => pairs, repeats))
  }
}

function report(set: string, way: string, tally: Tally): void {
  const problems = way === 'local' ? findProblems(set, tally) : []
  failed ||= problems.length > 0
  const { known, right, perfect, draws, sure, wrongButSure, odd, oddPaired } = tally
  const share = (part: number, digits: number): string =>
    known > 0 ? ((100 * part) / known).toFixed(digits) : '–'
  console.log(
    [
      set.padEnd(21),
      way.padEnd(9),
      `${right}/${known}`.padStart(11),
      share(right, 1).padStart(7),
      (draws > 1 ? `${((100 * perfect) / draws).toFixed(0)} %` : perfect ? 'yes' : 'no').padStart(8),
      `${sure} (${share(sure, 0)} %)`.padStart(12),
      String(wrongButSure).padStart(5),
      ...(odd > 0 ? [`${oddPaired} of ${odd} odd ones paired`] : []),
      ...(problems.length > 0 ? [`  FAILS: ${problems.join(', ')}`] : []),
    ].join(' '),
  )
}
