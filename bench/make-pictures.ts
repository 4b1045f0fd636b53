import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

/** So many different pictures of 640 × 480 into a folder: a gradient of their own under grain, about 100 KB each. */
export async function makePictures(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (let made = 0; made < count; made += 1) {
    const hue = Math.round((made * 137.5) % 360)
    const background = sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><linearGradient id="g" gradientTransform="rotate(${hue})">` +
          `<stop stop-color="hsl(${hue} 60% 40%)"/><stop offset="1" stop-color="hsl(${(hue + 90) % 360} 60% 70%)"/></linearGradient>` +
          `<rect width="640" height="480" fill="url(#g)"/><text x="40" y="300" font-size="180">${made}</text></svg>`,
      ),
    )
    const grain = await sharp({
      create: {
        width: 640,
        height: 480,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 12 },
      },
    })
      .png({ compressionLevel: 0 })
      .toBuffer()
    const jpeg = await background
      .composite([{ input: grain, blend: 'soft-light' }])
      .jpeg()
      .toBuffer()
    await writeFile(join(folder, `${made}.jpg`), jpeg)
  }
}
