import type { Raster } from '../reading/reader-messages.ts'
import { decodeSafely, type DecodeLimits } from './decode-safely.ts'
import { planReading } from './plan-reading.ts'
import { threeChannels } from './three-channels.ts'

/** A picture's bytes → interleaved RGB bytes in the size in which it is read: whole, upright by EXIF, alpha over white. */
export function decodeToRead(bytes: Uint8Array, limits: DecodeLimits): Promise<Raster> {
  return decodeSafely(bytes, limits, async (open, size) => {
    const { width, height } = planReading(size.width, size.height)
    const { data, info } = await open()
      .resize({ width, height, fit: 'fill', kernel: 'cubic' })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    return { data: threeChannels(data, info.channels, width * height), width, height }
  })
}
