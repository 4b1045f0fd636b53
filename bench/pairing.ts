/** `npm run bench:pairing`: where the time of local pairing goes, and how it grows from 26 to 600 photos. */
import sharp from 'sharp'
import { Random } from '~/domain/pairing/fit/random'
import { measurePhoto, type PhotoMeasure } from '~/domain/pairing/measure-photo.server'
import { pairLocally } from '~/domain/pairing/pair-locally.server'
import { proposePairs } from '~/domain/pairing/propose-pairs'
import { renderSet } from '../tests/helpers/render-pairs/render-set'

const { photos } = await renderSet('easy', 5, 13)
const large = await Promise.all(
  photos.map(async ({ name, bytes }) => ({
    name,
    bytes: await sharp(bytes).resize(3_000, 4_000, { fit: 'fill' }).jpeg({ quality: 88 }).toBuffer(),
  })),
)
const megabytes = large.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6
console.log(`26 photos of 12 megapixels (${megabytes.toFixed(0)} MB)`)
const { seconds } = await pairLocally(large.map(({ name, bytes }) => ({ name, read: async () => bytes })))
console.log(`  read and measure ${seconds.measure.toFixed(2)} s, match ${seconds.match.toFixed(2)} s`)

const measures: PhotoMeasure[] = []
const started = process.cpuUsage()
for (const { name, bytes } of photos) measures.push(await measurePhoto(name, bytes))
const used = process.cpuUsage(started)
console.log(
  `  processor time to measure one small photo: ${((used.user + used.system) / 1000 / photos.length).toFixed(0)} ms`,
)

console.log('photos  score and match  growth  memory')
let before: number | null = null
for (const count of [26, 100, 300, 600]) {
  const set = multiply(measures, count)
  const from = performance.now()
  const { pairs } = await proposePairs(set)
  const took = (performance.now() - from) / 1000
  const growth = before === null ? '' : `× ${(took / before).toFixed(1)}`
  before = took
  console.log(
    `${String(count).padStart(6)}  ${took.toFixed(2).padStart(13)} s  ${growth.padStart(6)}  ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB (${pairs.length} pairs)`,
  )
}

/** More photos than were drawn: copies whose colours are moved a little, so that none is a repeat. */
function multiply(source: readonly PhotoMeasure[], count: number): PhotoMeasure[] {
  const random = new Random(9)
  return Array.from({ length: count }, (_, at) => {
    const one = source[at % source.length]
    if (!one) throw new Error('nothing was drawn')
    const move = Math.floor(at / source.length) * 3
    return {
      ...one,
      name: `${at}-${one.name}`,
      label: `${random.below(1e9)}.jpg`,
      bytesHash: `${at}`,
      pixelHash: `${at}`,
      colours: {
        ...one.colours,
        slices: one.colours.slices.map((value) => value + move + random.spread(0.3)),
      },
      layout: { ...one.layout, relief: one.layout.relief.map((value) => value + random.spread(0.03)) },
    }
  })
}
