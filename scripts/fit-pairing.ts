/**
 * `tsx scripts/fit-pairing.ts <photos> [products]`: fits the weights of local pairing on stand-in pairs made from the
 * front photos of a folder and prints the JSON to put into app/domain/pairing/fit/weights.json.
 *
 * Three committed values differ from what it prints: `frame` (1.5 → 0.6) because a stand-in has exactly its front's
 * size, `background` and `surround` (0.22 → 0.35) because people move the product less than half the stand-ins do.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { comparePhotos, SIGNALS } from '~/domain/pairing/compare-photos'
import { fitWeights } from '~/domain/pairing/fit/fit-weights'
import { makeView } from '~/domain/pairing/fit/make-view.server'
import { Random } from '~/domain/pairing/fit/random'
import { measurePhoto, type PhotoMeasure } from '~/domain/pairing/measure-photo.server'
import { listFiles } from './command-line/list-files'

const [folder, wanted = '220'] = process.argv.slice(2)
if (!folder) throw new Error('Name the folder of front photos.')

/** How strongly weights are pulled towards equal: 0.01 kept 99.4 % of 85 mild pairs, 0.1 97.6 %, 0.003 leans on the stand-ins. */
const PULL = 0.01
/** Signals of the surface and the frame start lower: stand-ins keep their surface more faithfully than people do. */
const ABOUT_THE_SHOT = new Set<string>(['background', 'surround', 'place', 'size', 'frame'])

const random = new Random(11)
const files = random
  .shuffle((await listFiles(folder)).filter((name) => /\.jpe?g$/i.test(name)))
  .slice(0, Number(wanted))
const photos: PhotoMeasure[] = []
for (const [at, file] of files.entries()) {
  const bytes = await readFile(join(folder, file))
  // Half of them roughly, on one surface for all, so that the surface cannot settle it.
  const studio = at % 2 === 1
  const front = studio ? await makeView(bytes, random, { back: false, strength: 0.25, studio }) : bytes
  const back = await makeView(bytes, random, { back: true, strength: studio ? 1.6 : 1, studio })
  photos.push(await measurePhoto(`${file} front`, front), await measurePhoto(`${file} back`, back))
  if (at % 50 === 49) console.error(`${at + 1} products`)
}
const signals = new Map<number, Float32Array>()
for (const [first, p] of photos.entries())
  for (const [second, q] of photos.entries())
    if (first < second) signals.set(first * photos.length + second, comparePhotos(p, q))

const fitted = fitWeights(
  {
    partner: photos.map((_, at) => at ^ 1),
    signals: (first, second) =>
      signals.get(Math.min(first, second) * photos.length + Math.max(first, second)) ??
      new Float32Array(SIGNALS.length),
  },
  random,
  PULL,
  SIGNALS.map((signal) => (ABOUT_THE_SHOT.has(signal) ? 0.5 : 0.9)),
)
const rounded = SIGNALS.map((signal, at) => [
  signal,
  { scale: Number((fitted.scale[at] ?? 1).toFixed(4)), weight: Number((fitted.weight[at] ?? 0).toFixed(3)) },
])
console.log(JSON.stringify({ signals: Object.fromEntries(rounded) }, null, 2))
