import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { makeView, type View } from './make-view'
import { Random } from './random'

/** Classes of the photo set whose pictures show one product with a front and a back. */
const CLASSES = ['dress', 'longsleeve', 'outwear', 'pants', 'shirt', 'shorts', 'skirt', 't-shirt']

type Strengths = Pick<View, 'pose' | 'light' | 'camera'>
const even = (strength: number): Strengths => ({ pose: strength, light: strength, camera: strength })

/** How the other side is made; and the front, where the photo itself does not stand for it. */
interface Making extends Omit<View, 'back'> {
  readonly front?: Strengths
}

/** Put on another surface, hardly moved: the least that is done to a front that cannot be the photo itself. */
const MOVED = even(0.25)

/**
 * How the made sides differ, from careful to careless. In the first three every product lies in another home; `owners`
 * takes twelve from each home, where one surface, camera and light serve many products; `studio` puts all on one.
 * `refolded` is laid down anew in the same light; `shop` is cut out, centred and on white, all at one size.
 *
 * In those the front is the photo itself, so fronts of one home are more alike than any two real photos, and nearly every
 * mistake pairs two fronts and two backs: of 59 wrong pairs in 935 products at once 52 do, and half is to be expected.
 * In the `-both` manners either side is laid down and taken anew; there it is half of the mistakes.
 */
export const MANNERS = {
  careful: { ...even(0.7), surface: 'own' },
  usual: { ...even(1.2), surface: 'own' },
  careless: { ...even(1.8), surface: 'own' },
  owners: { ...even(1.2), surface: 'own' },
  studio: { ...even(1.2), front: MOVED, surface: 'shared' },
  refolded: { pose: 1.6, light: 0.5, camera: 1.4, surface: 'own' },
  shop: { pose: 1, light: 0.6, camera: 0.5, front: MOVED, surface: 'white' },
  'usual-both': { ...even(1.2), front: even(1.2), surface: 'own' },
  'owners-both': { ...even(1.2), front: even(1.2), surface: 'own' },
  'studio-both': { ...even(1.2), front: even(1.2), surface: 'shared' },
} satisfies Record<string, Making>
export type Manner = keyof typeof MANNERS
/**
 * Weights are learned on these alone. With the `-both` manners among them, nothing was gained: on eight sets of 85 at once
 * that nothing was fitted on 617 pairs in place of 618, and half as many were sure.
 */
export const FITTED_ON: readonly Manner[] = [
  'careful',
  'usual',
  'careless',
  'owners',
  'studio',
  'refolded',
  'shop',
]
/** The manners in which products of one home stand together. */
const BY_HOME: readonly Manner[] = ['owners', 'owners-both']
const PER_OWNER = 12
/** Photos among which homes are looked for. */
const SEARCHED = 700

export interface MadeProduct {
  readonly front: { readonly name: string; readonly bytes: Buffer }
  readonly back: { readonly name: string; readonly bytes: Buffer }
}

/** Where the real photos lie that stand-ins are made of: every other one to fit on, the rest to choose by. */
const TRAIN = '../shared/data/clothing/train'
const every = (): boolean => true

/** Weights are learned on `fit`, what is weighed is decided on `choose`, and `check` is only reported. */
export const PARTS = {
  fit: { folder: TRAIN, holds: (place: number) => place % 2 === 0 },
  choose: { folder: TRAIN, holds: (place: number) => place % 2 === 1 },
  check: { folder: '../shared/data/clothing/validation', holds: every },
} satisfies Record<string, { folder: string; holds: (place: number) => boolean }>
export type Part = keyof typeof PARTS

export const havePhotos = (part: Part): boolean => existsSync(PARTS[part].folder)

/** Real front photos, each with a made other side; the same seed gives the same bytes. Names tell nothing. */
export async function makeProducts(
  part: Part,
  manner: Manner,
  count: number,
  seed: number,
): Promise<MadeProduct[]> {
  const random = new Random(seed)
  const { folder, holds } = PARTS[part]
  const files = CLASSES.flatMap((name) =>
    readdirSync(join(folder, name))
      .sort()
      .filter((_, place) => holds(place))
      .map((file) => join(folder, name, file)),
  )
  const shuffled = random.shuffle(files)
  const chosen = BY_HOME.includes(manner) ? await groupByHome(shuffled.slice(0, SEARCHED)) : shuffled
  const products: MadeProduct[] = []
  for (const file of chosen.slice(0, count)) {
    const photo = await readFile(file)
    const name = (): string => `${random.below(2 ** 31).toString(36)}.jpg`
    const { front: taken, ...making }: Making = MANNERS[manner]
    const front = taken ? await makeView(photo, random, { ...making, ...taken, back: false }) : photo
    const back = await makeView(photo, random, { ...making, back: true })
    products.push({ front: { name: name(), bytes: front }, back: { name: name(), bytes: back } })
  }
  return products
}

/** The photos reordered: each run of PER_OWNER shows much the same surface around its products. */
async function groupByHome(files: readonly string[]): Promise<string[]> {
  const rims = new Map<string, Float32Array>()
  for (const file of files) rims.set(file, await readRim(file))
  const apart = (one: string, other: string): number => {
    const [p, q] = [rims.get(one) ?? new Float32Array(), rims.get(other) ?? new Float32Array()]
    return p.reduce((sum, value, at) => sum + Math.min(40, Math.abs(value - q[at])), 0)
  }
  const open = new Set(files)
  const grouped: string[] = []
  for (const seed of files) {
    if (!open.has(seed)) continue
    const near = [...open].sort((one, other) => apart(seed, one) - apart(seed, other)).slice(0, PER_OWNER)
    for (const file of near) open.delete(file)
    grouped.push(...near)
  }
  return grouped
}

/** The outer cells of the frame in a grid of 16 × 16, where the surface shows. */
async function readRim(file: string): Promise<Float32Array> {
  const data = await sharp(file)
    .autoOrient()
    .toColourspace('srgb')
    .flatten({ background: '#ffffff' })
    .resize(16, 16, { fit: 'fill' })
    .raw({ depth: 'uchar' })
    .toBuffer()
  const inside = (at: number): boolean => at >= 2 && at < 14
  return Float32Array.from(data).filter((_, at) => {
    const cell = Math.floor(at / 3)
    return !(inside(cell % 16) && inside(Math.floor(cell / 16)))
  })
}
