import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { drawProduct, type ProductKind, type ProductLook, type Side } from './draw-product'
import type { Colour, Pattern } from './palette'

/** Kind, base colour, second colour, pattern, label: thirty products of one small shop. */
const rows: [ProductKind, Colour, Colour, Pattern, string][] = [
  ['t-shirt', 'red', 'white', 'striped', 'Nord'],
  ['t-shirt', 'blue', 'yellow', 'plain', 'Surf'],
  ['t-shirt', 'white', 'navy', 'striped', 'Brest'],
  ['t-shirt', 'black', 'orange', 'plain', 'Volt'],
  ['t-shirt', 'green', 'white', 'dotted', 'Fern'],
  ['t-shirt', 'pink', 'purple', 'plain', 'Rosa'],
  ['longsleeve', 'grey', 'black', 'plain', 'Atlas'],
  ['longsleeve', 'navy', 'white', 'striped', 'Port'],
  ['longsleeve', 'orange', 'brown', 'checked', 'Wald'],
  ['dress', 'red', 'white', 'dotted', 'Lola'],
  ['dress', 'black', 'grey', 'plain', 'Noir'],
  ['dress', 'yellow', 'white', 'checked', 'Sol'],
  ['dress', 'purple', 'pink', 'striped', 'Iris'],
  ['pants', 'navy', 'grey', 'plain', 'Denim'],
  ['pants', 'brown', 'black', 'plain', 'Cord'],
  ['pants', 'grey', 'white', 'checked', 'Glen'],
  ['pants', 'green', 'black', 'plain', 'Moss'],
  ['shorts', 'blue', 'white', 'checked', 'Bay'],
  ['shorts', 'orange', 'white', 'plain', 'Sand'],
  ['skirt', 'red', 'black', 'checked', 'Kilt'],
  ['skirt', 'pink', 'white', 'dotted', 'Dot'],
  ['skirt', 'black', 'white', 'plain', 'Line'],
  ['hat', 'green', 'white', 'plain', 'Camp'],
  ['hat', 'red', 'navy', 'plain', 'Club'],
  ['carton', 'white', 'blue', 'plain', 'MILK'],
  ['carton', 'orange', 'green', 'plain', 'JUICE'],
  ['bottle', 'green', 'yellow', 'plain', 'OLIO'],
  ['bottle', 'brown', 'red', 'plain', 'SOY'],
  ['can', 'red', 'white', 'plain', 'TOMATO'],
  ['can', 'blue', 'orange', 'plain', 'TUNA'],
]

const backgrounds = ['#e9e7e2', '#d9dde0', '#efe9df', '#dfe4da']

/**
 * Renders the sample shop: a front and a back of each product, five files copied byte for byte, and five near
 * duplicates (smaller, recompressed). The same pictures on every machine up to font rendering.
 * @returns the folder's photo count.
 */
export async function renderSamples(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true })
  const looks = rows.map(([kind, base, accent, pattern, label]): ProductLook => ({
    kind,
    base,
    accent,
    pattern,
    label,
  }))
  let count = 0
  for (const [index, look] of looks.entries()) {
    for (const side of ['front', 'back'] as const) {
      await writeFile(join(folder, fileName(look, index, side)), await photograph(look, side, index))
      count++
    }
  }
  for (const [index, look] of looks.slice(0, 5).entries()) {
    const original = join(folder, fileName(look, index, 'front'))
    await copyFile(original, join(folder, `copy-of-${fileName(look, index, 'front')}`))
    await sharp(original)
      .resize(480)
      .jpeg({ quality: 70 })
      .toFile(join(folder, `small-${fileName(look, index, 'front')}`))
    count += 2
  }
  return count
}

const fileName = (look: ProductLook, index: number, side: Side) =>
  `${String(index + 1).padStart(2, '0')}-${look.base}-${look.pattern}-${look.kind}-${side}.jpg`

/** A product on a lit table: slightly turned and shifted from shot to shot, as by hand. */
async function photograph(look: ProductLook, side: Side, index: number): Promise<Buffer> {
  const turn = ((index * 7 + (side === 'back' ? 5 : 0)) % 9) - 4
  const shift = ((index * 13 + (side === 'back' ? 17 : 0)) % 41) - 20
  const background = backgrounds[index % backgrounds.length]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800" viewBox="0 0 1000 1000">
    <defs><radialGradient id="light" cx=".4" cy=".3" r=".9"><stop offset="0" stop-color="#fff" stop-opacity=".5"/><stop offset="1" stop-color="#000" stop-opacity=".12"/></radialGradient></defs>
    <rect width="1000" height="1000" fill="${background}"/><rect width="1000" height="1000" fill="url(#light)"/>
    <ellipse cx="500" cy="895" rx="330" ry="26" fill="#000" opacity=".16"/>
    <g transform="translate(${shift} ${-shift / 2}) rotate(${turn} 500 500)">${drawProduct(look, side)}</g></svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 88 }).toBuffer()
}
