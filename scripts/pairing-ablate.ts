/**
 * `npm run pairing:ablate`: what each signal is worth. All photos of 85 products at once, in manners nothing was fitted
 * on, paired by everything, without each signal in turn, and by fixed weights. `-- check` measures the gate's own
 * products in place of those that decisions are made on.
 */
import { proposePairs } from '~/domain/pairing/propose-pairs'
import { SIGNALS } from '~/domain/pairing/compare-photos'
import { FITTED, type Fitted } from '~/domain/pairing/score-pair'
import {
  judgeDraws,
  WAYS,
  type MeasuredPhoto,
  type MeasuredProduct,
  type PairingWay,
} from './pairing/judge-draws'
import { measureProducts } from './pairing/measure-products'
import { startEmbeddingService } from './pairing/start-embedding-service'
import { havePhotos, makeProducts, PARTS, type Manner } from './pairing/stand-ins/make-products'

const SHOWN: readonly Manner[] = ['usual', 'careless', 'owners', 'studio', 'refolded', 'shop']
const PRODUCTS = 85
/** One draw of all of them, shuffled. A pair more or less is chance; what counts is the sum of the manners. */
const DRAW = { draws: 1, size: PRODUCTS, seed: 7 }
/** So firm that nothing moves the weights. */
const FIXED = 1e9

const part = process.argv.includes('check') ? 'check' : 'choose'
if (!havePhotos(part)) throw new Error(`${PARTS[part].folder} is absent: there is nothing to measure on.`)
const service = await startEmbeddingService(console.error)
const sets: MeasuredProduct[][] = []
try {
  for (const manner of SHOWN)
    sets.push(await measureProducts(await makeProducts(part, manner, PRODUCTS, DRAW.seed), service.clip))
} finally {
  await service.stop()
}

const by = (fitted: Fitted) => async (photos: readonly MeasuredPhoto[]) => {
  const embeddings = photos.map(({ vector }) => vector)
  return (
    await proposePairs(
      photos.map(({ measure }) => measure),
      { fitted, embeddings },
    )
  ).pairs
}
/** why an infinite scale: weighing a signal 0 only starts it there, and the set would learn it back; this makes it 0. */
const without = (signal: (typeof SIGNALS)[number]): Fitted => ({
  ...FITTED,
  signals: { ...FITTED.signals, [signal]: { scale: Infinity, weight: 0 } },
})

console.log(`${'% of pairs, at once'.padEnd(22)}${SHOWN.map((name) => name.padStart(9)).join('')}      all`)
await report('everything', WAYS.local)
await report('plain score', WAYS.plain)
await report('fixed weights', by({ ...FITTED, hold: FIXED }))
await report('- embedding', WAYS['no model'])
for (const signal of SIGNALS) await report(`- ${signal}`, by(without(signal)))

async function report(name: string, way: PairingWay): Promise<void> {
  let [right, known] = [0, 0]
  const cells: string[] = []
  for (const products of sets) {
    const tally = await judgeDraws(products, way, DRAW)
    cells.push(((100 * tally.right) / tally.known).toFixed(1).padStart(9))
    right += tally.right
    known += tally.known
  }
  console.log(`${name.padEnd(22)}${cells.join('')}${((100 * right) / known).toFixed(1).padStart(9)}`)
}
