/** `npm run pairing:gate`: scores pairing on rendered and real sets; exits 1 when it falls under what is committed. */
import { readFile } from 'node:fs/promises'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { makeView } from '~/domain/pairing/fit/make-view.server'
import { Random } from '~/domain/pairing/fit/random'
import { pairLocally, type PhotoSource } from '~/domain/pairing/pair-locally.server'
import { compareTruth, type Accuracy } from './pairing/compare-truth'
import { renderSet, SETS, type SetName } from '../tests/helpers/render-pairs/render-set'

interface Entry {
  readonly name: string
  readonly sources: PhotoSource[]
  readonly truth: Array<{ front: string; back: string }>
  readonly repeats?: ReadonlyMap<string, string>
  /** Least share of known pairs found. Near-identical siblings cannot all be told apart, and must not be called sure. */
  readonly least: number
}

/**
 * Committed minimums for the rendered sets, just under what is measured. Banners across one side and a close-up as the
 * third view are the weak ones: what they get wrong is never called sure, and the next gain is there.
 */
const LEAST: Record<SetName, number> = {
  easy: 0.98,
  mixed: 0.98,
  'near-identical': 0.4,
  'odd-count': 0.98,
  duplicates: 0.98,
  // 11 of 13: a third view sometimes fits better than the back.
  'three-views': 0.84,
  'mixed-lighting': 0.9,
  // 10 of 13 with the embeddings of the final recto-mini, to which the weights were not fitted yet; none wrong is sure.
  banners: 0.76,
}
const LEAST_REAL = 0.97
const PRODUCTS = 13
const args = process.argv.slice(2)
/** One of each in CI; `npm run pairing:gate -- 3` for three, `-- banners` for some sets only. */
const SEEDS = Array.from({ length: Number(args.find((arg) => /^\d+$/.test(arg)) ?? 1) }, (_, at) => at + 1)
const only = args.filter((arg) => !/^\d+$/.test(arg))
const wanted = (name: string): boolean => only.length === 0 || only.includes(name)
const REAL = '../shared/data/clothing/validation'

let failed = false
console.log('strategy  set               pairs      right   sure  wrong  time')
for (const set of SETS.filter(wanted))
  for (const seed of SEEDS) {
    const { photos, truth, repeats } = await renderSet(set, seed, PRODUCTS)
    await judge({
      name: `${set} ${seed}`,
      sources: photos.map(({ name, bytes }) => ({ name, read: async () => bytes })),
      truth,
      repeats,
      least: LEAST[set],
    })
  }
if (!wanted('real')) console.log('real garments not asked for')
else if (existsSync(REAL)) {
  for (const seed of SEEDS) await judge(await realGarments(seed))
} else console.log(`${REAL} is absent: stand-in back views of real garments skipped`)
if (!process.env.OPENAI_API_KEY)
  console.log(
    'direct and hybrid skipped: OPENAI_API_KEY is not set (their protocol is tested against recorded answers)',
  )
process.exitCode = failed ? 1 : 0

async function judge(entry: Entry): Promise<void> {
  const started = performance.now()
  const result = await pairLocally(entry.sources)
  const original = (name: string): string => entry.repeats?.get(name) ?? name
  const answers = result.pairs.map((pair) => ({
    ...pair,
    front: original(pair.front),
    back: original(pair.back),
  }))
  const accuracy = compareTruth(answers, entry.truth)
  const share = accuracy.right / accuracy.known
  const problems = [
    ...(share < entry.least ? [`under ${(100 * entry.least).toFixed(0)} %`] : []),
    ...(accuracy.wrongButSure > 0 ? ['a wrong pair is called sure'] : []),
  ]
  failed ||= problems.length > 0
  console.log(
    line(entry.name, accuracy, (performance.now() - started) / 1000) +
      (problems.length > 0 ? `  FAILS: ${problems.join(', ')}` : ''),
  )
}

function line(name: string, { right, known, sure, wrongButSure }: Accuracy, seconds: number): string {
  const share = `${((100 * right) / known).toFixed(1)} %`
  return `local     ${name.padEnd(17)} ${`${right}/${known}`.padEnd(9)} ${share.padStart(7)}  ${String(sure).padStart(5)}  ${String(wrongButSure).padStart(5)}  ${seconds.toFixed(1)} s`
}

/** Real front photos with made back views: garments no rendering can imitate, on the surfaces people use. */
async function realGarments(seed: number): Promise<Entry> {
  const random = new Random(seed)
  const classes = ['dress', 'longsleeve', 'outwear', 'pants', 'shirt', 'shorts', 'skirt', 't-shirt']
  const files = random
    .shuffle(
      classes.flatMap((name) =>
        readdirSync(join(REAL, name))
          .sort()
          .map((file) => join(REAL, name, file)),
      ),
    )
    .slice(0, PRODUCTS)
  const photos: Array<{ name: string; bytes: Buffer }> = []
  const truth: Entry['truth'] = []
  for (const [at, file] of files.entries()) {
    const bytes = await readFile(file)
    const names = {
      front: `${random.below(1e9).toString(36)}-${at}.jpg`,
      back: `${random.below(1e9).toString(36)}-${at}.jpg`,
    }
    photos.push(
      { name: names.front, bytes },
      { name: names.back, bytes: await makeView(bytes, random, { back: true, strength: 1, studio: false }) },
    )
    truth.push(names)
  }
  return {
    name: `real garments ${seed}`,
    sources: random.shuffle(photos).map(({ name, bytes }) => ({ name, read: async () => bytes })),
    truth,
    least: LEAST_REAL,
  }
}
