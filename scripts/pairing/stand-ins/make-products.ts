import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeView, type View } from './make-view'
import { Random } from './random'

/** Classes of the photo set whose pictures show one product with a front and a back. */
const CLASSES = ['dress', 'longsleeve', 'outwear', 'pants', 'shirt', 'shorts', 'skirt', 't-shirt']

/** How the made sides differ, from careful to careless; `studio` puts every product on one surface. */
export const MANNERS = {
  careful: { strength: 0.7, surface: 'own' },
  usual: { strength: 1.2, surface: 'own' },
  careless: { strength: 1.8, surface: 'own' },
  studio: { strength: 1.2, surface: 'shared' },
} satisfies Record<string, Omit<View, 'back'>>
export type Manner = keyof typeof MANNERS

export interface MadeProduct {
  readonly front: { readonly name: string; readonly bytes: Buffer }
  readonly back: { readonly name: string; readonly bytes: Buffer }
}

/** Where the real photos lie that stand-ins are made of: one part to fit on, another to check on. */
export const PHOTOS = {
  fit: '../shared/data/clothing/train',
  check: '../shared/data/clothing/validation',
}

export const havePhotos = (part: keyof typeof PHOTOS): boolean => existsSync(PHOTOS[part])

/** Real front photos, each with a made other side; the same seed gives the same bytes. Names tell nothing. */
export async function makeProducts(
  part: keyof typeof PHOTOS,
  manner: Manner,
  count: number,
  seed: number,
): Promise<MadeProduct[]> {
  const random = new Random(seed)
  const folder = PHOTOS[part]
  const files = CLASSES.flatMap((name) =>
    readdirSync(join(folder, name))
      .sort()
      .map((file) => join(folder, name, file)),
  )
  const products: MadeProduct[] = []
  for (const file of random.shuffle(files).slice(0, count)) {
    const photo = await readFile(file)
    const name = (): string => `${random.below(2 ** 31).toString(36)}.jpg`
    const front =
      MANNERS[manner].surface === 'own'
        ? photo
        : await makeView(photo, random, { back: false, strength: 0.25, surface: 'shared' })
    const back = await makeView(photo, random, { back: true, ...MANNERS[manner] })
    products.push({ front: { name: name(), bytes: front }, back: { name: name(), bytes: back } })
  }
  return products
}
