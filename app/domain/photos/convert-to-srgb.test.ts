import sharp from 'sharp'
import { expect, test } from 'vitest'
import { convertToSrgb, displayP3 } from './convert-to-srgb.server'

/** The profile that sharp brings as `p3`, and pixels of one colour in it. */
async function inDisplayP3(colour: { r: number; g: number; b: number }) {
  const file = await sharp({ create: { width: 8, height: 4, channels: 3, background: colour } })
    .withIccProfile('p3')
    .png()
    .toBuffer()
  // Without its profile the file gives the bare numbers.
  const data = await sharp(file, { ignoreIcc: true }).raw().toBuffer()
  return { icc: await displayP3(), pixels: { data, width: 8, height: 4 } }
}

test.each([
  { r: 220, g: 40, b: 30 },
  { r: 30, g: 160, b: 90 },
  { r: 128, g: 128, b: 128 },
])('numbers of Display P3 become the sRGB colour they mean: %o', async (colour) => {
  const { icc, pixels } = await inDisplayP3(colour)
  const { data, width, height } = await convertToSrgb(pixels, icc)
  expect([width, height, data.length]).toEqual([8, 4, 8 * 4 * 3])
  const [r = 0, g = 0, b = 0] = data
  expect(
    Math.max(Math.abs(r - colour.r), Math.abs(g - colour.g), Math.abs(b - colour.b)),
  ).toBeLessThanOrEqual(2)
})

test('saturated colours would be off without it', async () => {
  const { pixels } = await inDisplayP3({ r: 220, g: 40, b: 30 })
  expect(Math.abs((pixels.data[1] ?? 0) - 40)).toBeGreaterThan(15)
})

test('a profile that makes no sense changes nothing', async () => {
  const pixels = { data: Buffer.from([200, 20, 10]), width: 1, height: 1 }
  expect((await convertToSrgb(pixels, Buffer.from('not a profile'))).data).toEqual(pixels.data)
})
