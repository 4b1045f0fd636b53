import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Random } from './stand-ins/random'

/** Real photos of packages, a folder for each product: some to fit on, others only to report. */
export const PACKAGES = {
  fit: '../shared/data/grocery/train/Packages',
  check: '../shared/data/grocery/val/Packages',
} as const

export const havePackages = (part: keyof typeof PACKAGES): boolean => existsSync(PACKAGES[part])

/** Two photos of every product, chosen by the seed; names tell nothing. Which shows which side is not known. */
export function readPackages(part: keyof typeof PACKAGES, seed: number) {
  const random = new Random(seed)
  const root = PACKAGES[part]
  const folders = readdirSync(root)
    .sort()
    .flatMap((kind) =>
      readdirSync(join(root, kind))
        .sort()
        .map((product) => join(root, kind, product)),
    )
  const products = folders.map((folder) =>
    random
      .shuffle(readdirSync(folder).sort())
      .slice(0, 2)
      .map((file) => ({
        name: `${random.below(2 ** 31).toString(36)}.jpg`,
        bytes: readFileSync(join(folder, file)),
      })),
  )
  return {
    photos: random.shuffle(products.flat()),
    truth: products.map(([front, back]) => ({ front: front.name, back: back.name })),
  }
}
