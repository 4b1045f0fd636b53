import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { makeView, type View } from './make-view'
import { Random } from './random'

/** Classes of the photo set whose pictures show one product with a front and a back. */
const CLASSES = ['dress', 'longsleeve', 'outwear', 'pants', 'shirt', 'shorts', 'skirt', 't-shirt']

const even = (strength: number) => ({ pose: strength, light: strength, camera: strength })

/**
 * How the made sides differ, from careful to careless. In the first three every product lies in another home; `owners`
 * takes twelve from each home, where one surface, camera and light serve many products; `studio` puts all on one.
 * `refolded` is laid down anew in the same light; `shop` is cut out, centred and on white, all at one size.
 */
export const MANNERS = {
  careful: { ...even(0.7), surface: 'own', cloth: 'smoothed' },
  usual: { ...even(1.2), surface: 'own', cloth: 'smoothed' },
  careless: { ...even(1.8), surface: 'own', cloth: 'smoothed' },
  owners: { ...even(1.2), surface: 'own', cloth: 'smoothed' },
  studio: { ...even(1.2), surface: 'shared', cloth: 'smoothed' },
  refolded: { pose: 1.6, light: 0.5, camera: 1.4, surface: 'own', cloth: 'continued' },
  shop: { pose: 1, light: 0.6, camera: 0.5, surface: 'white', cloth: 'continued' },
} satisfies Record<string, Omit<View, 'back'>>
export type Manner = keyof typeof MANNERS
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
  const chosen = manner === 'owners' ? await groupByHome(shuffled.slice(0, SEARCHED)) : shuffled
  const products: MadeProduct[] = []
  for (const file of chosen.slice(0, count)) {
    const photo = await readFile(file)
    const name = (): string => `${random.below(2 ** 31).toString(36)}.jpg`
    const { surface } = MANNERS[manner]
    const front =
      surface === 'own'
        ? photo
        : await makeView(photo, random, { back: false, ...even(0.25), surface, cloth: 'smoothed' })
    const back = await makeView(photo, random, { back: true, ...MANNERS[manner] })
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
