import { existsSync } from 'node:fs'
import sharp from 'sharp'

/** Debian's fonts-dejavu-core; other fonts would do, but what is drawn should be the same everywhere. */
const FONT = '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'

/** Whether words can be drawn here; false after one line that says what is skipped. */
export function canDraw(): boolean {
  if (existsSync(FONT)) return true
  process.stdout.write(`skipped: no ${FONT} to draw words with\n`)
  return false
}

export interface Word {
  text: string
  left: number
  top: number
  /** Degrees clockwise. */
  turn?: number
}

/** Black words of 40-pixel letters on white. By Pango, not by SVG: the service's decoder has blocked that in this process. */
export async function printed(width: number, height: number, words: Word[]): Promise<Buffer> {
  const drawn = words.map(async ({ text, left, top, turn = 0 }) => {
    const upright = await sharp({ text: { text, font: 'DejaVu Sans 14', fontfile: FONT, dpi: 200 } })
      .negate()
      .png()
      .toBuffer()
    const input = await sharp(upright).rotate(turn, { background: '#ffffff' }).png().toBuffer()
    return { input, left, top }
  })
  return await sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
    .composite(await Promise.all(drawn))
    .png()
    .toBuffer()
}
