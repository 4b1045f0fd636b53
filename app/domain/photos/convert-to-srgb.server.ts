import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'

export interface RgbPixels {
  data: Buffer
  width: number
  height: number
}

/** Length of a PNG's signature and its IHDR chunk: the profile must follow them. */
const AFTER_HEADER = 33

/**
 * RGB pixels that mean colours of the given ICC profile (Display P3 on phones), as sRGB. sharp converts from a profile
 * only where a file carries one, and raw pixels are no file: they pass through an uncompressed PNG.
 * A profile that makes no sense is passed over, as browsers do.
 */
export async function convertToSrgb({ data, width, height }: RgbPixels, profile: Buffer): Promise<RgbPixels> {
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer()
  const tagged = Buffer.concat([
    png.subarray(0, AFTER_HEADER),
    profileChunk(profile),
    png.subarray(AFTER_HEADER),
  ])
  const converted = await sharp(tagged).toColourspace('srgb').removeAlpha().raw({ depth: 'uchar' }).toBuffer()
  return { data: converted, width, height }
}

/** The ICC profile of Display P3 that sharp brings along. */
export async function displayP3(): Promise<Buffer> {
  const file = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'black' } })
    .withIccProfile('p3')
    .png()
    .toBuffer()
  const { icc } = await sharp(file).metadata()
  if (!icc) throw new Error('unreachable: the profile was just written')
  return icc
}

function profileChunk(profile: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from('iCCPphoto\0\0', 'latin1'), deflateSync(profile)])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(body.length - 4, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}
