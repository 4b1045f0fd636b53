import sharp from 'sharp'
import { Random } from '../../../scripts/pairing/stand-ins/random'
import { carton, drawCarton } from './draw-carton'
import { drawGarment, type Garment, type Shot } from './draw-garment'

export const SETS = [
  'easy',
  'near-identical',
  'odd-count',
  'duplicates',
  'three-views',
  'mixed-lighting',
  'banners',
  'mixed',
  'labelled',
] as const
export type SetName = (typeof SETS)[number]

export interface RenderedPhoto {
  readonly name: string
  readonly bytes: Buffer
}

export interface RenderedSet {
  readonly photos: RenderedPhoto[]
  readonly truth: Array<{ front: string; back: string }>
  /** Repeats by the name of the photo they repeat: either may stand for both. */
  readonly repeats: Map<string, string>
}

const PRINTS = ['disc', 'bar', 'star', 'text'] as const
const PATTERNS = ['plain', 'plain', 'stripes', 'checks', 'dots'] as const
const KINDS = ['shirt', 'shirt', 'dress', 'trousers', 'package'] as const

/** A committed, repeatable set of photos: the same seed gives the same pictures. Names say nothing about pairs. */
export async function renderSet(set: SetName, seed: number, products: number): Promise<RenderedSet> {
  const random = new Random(seed * 7_919 + SETS.indexOf(set))
  const photos: RenderedPhoto[] = []
  const truth: RenderedSet['truth'] = []
  const drawn: RenderedPhoto[] = []
  const repeats: RenderedSet['repeats'] = new Map()
  const twin = garment(random, 0, products)
  const surface = random.next() < 0.5 ? '#d8d4cc' : '#9a7f62'
  for (let product = 0; product < products; product++) {
    const shown =
      set === 'near-identical'
        ? { ...twin, ...nearly(twin, random, product) }
        : garment(random, product, products)
    const at = (part: string): string => `${hash(seed, product, part)}.jpg`
    const harsh = set === 'mixed-lighting' || (set === 'mixed' && product % 3 === 0)
    const bannered = set === 'banners' || (set === 'mixed' && product % 4 === 1)
    const draw = (side: Shot['side'], banner: string | null): string => {
      const taken = shot(random, side, surface, banner)
      return set === 'labelled' ? drawCarton(carton(product), taken) : drawGarment(shown, taken)
    }
    const front = await photograph(draw('front', bannered ? '#c2185b' : null), random, harsh)
    drawn.push({ name: at('a'), bytes: front })
    const single = (set === 'odd-count' && product % 3 === 2) || (set === 'mixed' && product % 6 === 5)
    if (!single) {
      drawn.push({
        name: at('b'),
        bytes: await photograph(draw('back', null), random, harsh),
      })
      truth.push({ front: at('a'), back: at('b') })
    }
    if (set === 'three-views')
      drawn.push({
        name: at('c'),
        bytes: await photograph(draw('detail', null), random, harsh),
      })
    if (set === 'duplicates' && product % 2 === 0) {
      repeats.set(at('d'), at('a'))
      // The same bytes again, and the same picture saved again at another size.
      drawn.push(
        product % 4 === 0
          ? { name: at('d'), bytes: front }
          : { name: at('d'), bytes: await sharp(front).resize(400).jpeg({ quality: 70 }).toBuffer() },
      )
    }
  }
  photos.push(...random.shuffle(drawn))
  return { photos, truth, repeats }
}

function garment(random: Random, product: number, products: number): Garment {
  const hue = (product / products) * 360 + random.spread(8)
  const lightness = 28 + random.next() * 45
  const kind = KINDS[random.below(KINDS.length)] ?? 'shirt'
  return {
    kind,
    colour: `hsl(${hue}, ${25 + random.next() * 50}%, ${lightness}%)`,
    second: `hsl(${hue + 140}, 35%, ${lightness > 50 ? 25 : 80}%)`,
    pattern: PATTERNS[random.below(PATTERNS.length)] ?? 'plain',
    sleeve: 20 + random.next() * 70,
    length: kind === 'trousers' || kind === 'dress' ? 380 + random.next() * 60 : 300 + random.next() * 70,
    width: kind === 'trousers' ? 140 + random.next() * 40 : 180 + random.next() * 60,
    print:
      random.next() < 0.6
        ? {
            shape: PRINTS[random.below(PRINTS.length)] ?? 'disc',
            colour: `hsl(${hue + 60 + random.next() * 200}, 70%, ${lightness > 50 ? 25 : 80}%)`,
            words: ['SURF', 'CLUB', 'NYC', 'BIO'][random.below(4)] ?? 'BIO',
          }
        : null,
  }
}

/** Siblings of one garment: a shade, a size and a print apart. */
function nearly(twin: Garment, random: Random, product: number): Partial<Garment> {
  return {
    colour: `hsl(${205 + (product % 4) * 10}, 40%, ${26 + Math.floor(product / 4) * 9}%)`,
    length: twin.length + random.spread(14),
    sleeve: twin.sleeve + random.spread(10),
  }
}

function shot(random: Random, side: Shot['side'], surface: string, banner: string | null): Shot {
  return {
    side,
    surface,
    banner,
    turn: random.spread(3),
    moveX: random.spread(10),
    moveY: random.spread(10),
    scale: 0.95 + random.spread(0.04),
    creases: Array.from(
      { length: 7 },
      () => [random.spread(80), random.spread(120) - 60, random.spread(50)] as const,
    ),
  }
}

async function photograph(drawing: string, random: Random, harsh: boolean): Promise<Buffer> {
  const size = harsh ? 2.6 : 0.7
  const gain = 1 + random.spread(0.05 * size)
  const tint = [1 + random.spread(0.02 * size), 1, 1 + random.spread(0.03 * size)]
  const clean = sharp(Buffer.from(drawing)).removeAlpha()
  return clean
    .linear(
      tint.map((part) => part * gain),
      [0, 0, 0],
    )
    .blur(0.6)
    .jpeg({ quality: 80 + random.below(15) })
    .toBuffer()
}

function hash(seed: number, product: number, part: string): string {
  let value = 2_166_136_261
  for (const character of `${seed}/${product}/${part}`)
    value = Math.imul(value ^ character.charCodeAt(0), 16_777_619) >>> 0
  return value.toString(36).padStart(7, '0')
}
