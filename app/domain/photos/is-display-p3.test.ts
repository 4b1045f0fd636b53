import sharp from 'sharp'
import { expect, test } from 'vitest'
import { decodeImage } from './decode-image.server'
import { isDisplayP3 } from './is-display-p3'

const colour = { r: 220, g: 40, b: 30 }

/** Of the box `colr` with the numbers in it. */
const NUMBERS_BYTES = 19

/** An AVIF in Display P3, in whose box the numbers `nclx` stand where sharp has put the ICC profile. */
async function withNumbers(primaries: number, transfer: number): Promise<Buffer> {
  const file = await sharp({ create: { width: 64, height: 48, channels: 3, background: colour } })
    .withIccProfile('p3')
    .avif({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer()
  const at = file.indexOf('colrrICC') - 4
  const end = at + file.readUInt32BE(at)
  const spare = end - at - NUMBERS_BYTES
  const box = Buffer.from(`....colrnclx.......`)
  box.writeUInt32BE(NUMBERS_BYTES)
  for (const [place, number] of [primaries, transfer, 6].entries()) box.writeUInt16BE(number, 12 + place * 2)
  box.writeUInt8(0x80, 18)
  // The boxes around it shrink, and a box of nothing keeps the pixels where they were.
  for (const around of ['meta', 'iprp', 'ipco']) {
    const size = file.indexOf(around) - 4
    file.writeUInt32BE(file.readUInt32BE(size) - spare, size)
  }
  const nothing = Buffer.alloc(spare)
  nothing.writeUInt32BE(spare)
  nothing.write('free', 4, 'latin1')
  const pixels = file.indexOf('mdat') - 4
  return Buffer.concat([
    file.subarray(0, at),
    box,
    file.subarray(end, pixels),
    nothing,
    file.subarray(pixels),
  ])
}

test('a picture whose Display P3 is told in numbers keeps its colours', async () => {
  const file = await withNumbers(12, 13)
  expect((await sharp(file).metadata()).icc).toBeUndefined()
  expect(isDisplayP3(file)).toBe(true)
  const { raster } = await decodeImage(file, 'image/avif', { maxPixels: 1e6 })
  const [r = 0, g = 0, b = 0] = raster.data
  expect(Math.max(Math.abs(r - colour.r), Math.abs(g - colour.g), Math.abs(b - colour.b))).toBeLessThan(6)
})

test('sRGB, BT.2020 and HDR stay as they are stored', async () => {
  expect(isDisplayP3(await withNumbers(1, 13))).toBe(false)
  expect(isDisplayP3(await withNumbers(9, 1))).toBe(false)
  expect(isDisplayP3(await withNumbers(12, 16))).toBe(false)
})

test('a file cut off anywhere is no Display P3, and no crash', async () => {
  const file = await withNumbers(12, 13)
  const answers = Array.from({ length: file.indexOf('ipma') }, (_, length) =>
    isDisplayP3(file.subarray(0, length)),
  )
  expect(new Set(answers)).toEqual(new Set([false]))
  expect(isDisplayP3(Buffer.from('no boxes at all, only text'))).toBe(false)
})
