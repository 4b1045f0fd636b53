import sharp from 'sharp'
import { seededRandom } from '../test/helpers/random-weights.ts'

/**
 * Forty-eight JPEGs of 600×800 with about 75 kB each, what the app sends (its
 * previews and thumbnails are scaled): blobs for shape, noise for the file size of a real photo.
 */
export async function benchPictures(): Promise<Buffer[]> {
  const pictures: Buffer[] = []
  for (let seed = 1; seed <= 48; seed++) {
    const random = seededRandom(seed)
    const coarse = Buffer.from(Array.from({ length: 16 * 16 * 3 }, () => Math.floor(random() * 256)))
    const noise = Buffer.from(Array.from({ length: 600 * 800 }, () => Math.floor(118 + random() * 20)))
    const shapes = await sharp(coarse, { raw: { width: 16, height: 16, channels: 3 } })
      .resize(600, 800, { fit: 'fill', kernel: 'cubic' })
      .png()
      .toBuffer()
    const grain = await sharp(noise, { raw: { width: 600, height: 800, channels: 1 } })
      .png()
      .toBuffer()
    pictures.push(
      await sharp(shapes)
        .composite([{ input: grain, blend: 'overlay' }])
        .jpeg({ quality: 85 })
        .toBuffer(),
    )
  }
  return pictures
}
