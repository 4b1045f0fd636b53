import { readFile } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { decodeImage, type DecodeOptions } from '../src/images/decode-image.ts'
import { blobs, plain, sharedData } from './helpers/pictures.ts'
import { difference, referencePixels } from './helpers/reference-preprocessing.ts'

const clip: DecodeOptions = { size: 224, fit: 'crop', maxPixels: 120e6, timeoutSeconds: 30 }
const pixelAt = (rgb: Uint8Array, x: number, y: number) => [
  ...rgb.subarray((y * 224 + x) * 3, (y * 224 + x) * 3 + 3),
]

describe('against the reference (differences in steps of 1/255)', () => {
  test.each([
    // why the bounds: libvips shrinks by a box before its bicubic step where the factor is
    // above two, Pillow widens the bicubic kernel instead. Enlarging is ours, and exact.
    { width: 100, height: 60, most: 0, mean: 0 },
    { width: 300, height: 200, most: 0, mean: 0 },
    { width: 224, height: 224, most: 0, mean: 0 },
    { width: 640, height: 480, most: 4, mean: 0.3 },
    { width: 900, height: 1600, most: 6, mean: 0.6 },
  ])('$width×$height: at most $most, $mean on average', async ({ width, height, most, mean }) => {
    const file = await sharp(await blobs(width, height, width))
      .png()
      .toBuffer()
    const got = difference(await decodeImage(file, clip), await referencePixels(file, 224))
    expect(got.max).toBeLessThanOrEqual(most)
    expect(got.mean).toBeLessThanOrEqual(mean)
  })

  test('scaling a JPEG while it is decoded costs little', async () => {
    const file = await blobs(1200, 900, 7)
    const got = difference(await decodeImage(file, clip), await referencePixels(file, 224))
    expect(got.max).toBeLessThanOrEqual(6)
    expect(got.mean).toBeLessThanOrEqual(0.6)
  })

  test('the comparison can fail: a shift by one pixel is far outside', async () => {
    const file = await sharp(await blobs(640, 480, 640))
      .png()
      .toBuffer()
    const shifted = await sharp(file).extract({ left: 2, top: 2, width: 638, height: 478 }).png().toBuffer()
    expect(
      difference(await decodeImage(shifted, clip), await referencePixels(file, 224)).mean,
    ).toBeGreaterThan(0.6)
  })
})

test.each([
  [1, 1],
  [1, 5000],
  [5000, 1],
  [3, 3000],
])('a %i×%i picture gives a square of its colour', async (width, height) => {
  const rgb = await decodeImage(await plain(width, height, '#3060c0'), clip)
  expect(rgb).toHaveLength(224 * 224 * 3)
  expect(pixelAt(rgb, 0, 0)).toEqual([0x30, 0x60, 0xc0])
  expect(pixelAt(rgb, 223, 223)).toEqual([0x30, 0x60, 0xc0])
})

test('a strip keeps its middle', async () => {
  const strip = await sharp({ create: { width: 3001, height: 20, channels: 3, background: '#ffffff' } })
    .composite([{ input: await plain(20, 20, '#ff0000'), left: 1490, top: 0 }])
    .png()
    .toBuffer()
  expect(pixelAt(await decodeImage(strip, clip), 112, 112)).toEqual([255, 0, 0])
})

test('alpha lies over white, and stretch keeps the edges that crop cuts off', async () => {
  const half = await sharp({
    create: { width: 400, height: 224, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0.5 } },
  })
    .png()
    .toBuffer()
  const [grey = 0] = pixelAt(await decodeImage(half, clip), 100, 100)
  expect(Math.abs(grey - 127.5)).toBeLessThanOrEqual(1)
  const edge = await sharp(await plain(400, 200, '#00ff00'))
    .composite([{ input: await plain(40, 200, '#0000ff'), left: 0, top: 0 }])
    .png()
    .toBuffer()
  expect(pixelAt(await decodeImage(edge, clip), 0, 100)).toEqual([0, 255, 0])
  expect(pixelAt(await decodeImage(edge, { ...clip, fit: 'stretch' }), 0, 100)).toEqual([0, 0, 255])
})

test('grey, 16-bit and palette pictures become three channels', async () => {
  const grey = await sharp(await plain(50, 50, '#808080'))
    .greyscale()
    .png()
    .toBuffer()
  expect(pixelAt(await decodeImage(grey, clip), 9, 9)).toEqual([128, 128, 128])
  const deep = await sharp(await plain(50, 50, '#808080'))
    .toColourspace('rgb16')
    .png()
    .toBuffer()
  expect(pixelAt(await decodeImage(deep, clip), 9, 9)).toEqual([128, 128, 128])
  const palette = await sharp(await plain(50, 50, '#ff0000'))
    .png({ palette: true })
    .toBuffer()
  expect(pixelAt(await decodeImage(palette, clip), 9, 9)).toEqual([255, 0, 0])
})

test.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i stands upright', async (orientation) => {
  // Upright it is red above blue; each orientation is written as a camera would store it.
  const upright = sharp(await plain(240, 240, '#ff0000')).composite([
    { input: await plain(240, 120, '#0000ff'), left: 0, top: 120 },
  ])
  const stored = sharp(await upright.png().toBuffer())
  const undo: Record<number, () => Sharp> = {
    1: () => stored,
    2: () => stored.flop(),
    3: () => stored.rotate(180),
    4: () => stored.flip(),
    5: () => stored.flop().rotate(270),
    6: () => stored.rotate(270),
    7: () => stored.flop().rotate(90),
    8: () => stored.rotate(90),
  }
  const turned = await undo[orientation]?.().png().toBuffer()
  const file = await sharp(turned).jpeg({ quality: 95 }).withMetadata({ orientation }).toBuffer()
  const rgb = await decodeImage(file, clip)
  const [topRed = 0, , topBlue = 255] = pixelAt(rgb, 112, 20)
  const [bottomRed = 255, , bottomBlue = 0] = pixelAt(rgb, 112, 203)
  expect([topRed > 200, topBlue < 60, bottomRed < 60, bottomBlue > 200]).toEqual([true, true, true, true])
})

const formats = sharedData('formats')
describe.skipIf(!formats)('real files', () => {
  const decode = async (name: string) => await decodeImage(await readFile(`${formats}/${name}`), clip)

  test.each([
    ['Landscape_1.jpg', 10, 0.4],
    ['Landscape_6.jpg', 10, 0.4],
    ['DSCN0010.jpg', 10, 0.4],
    ['Channel_digital_image_CMYK_color_no_profile.jpg', 4, 0.4],
    ['Canon_40D.jpg', 0, 0],
    ['8bit_depth.tiff', 0, 0],
    ['animated-loop-3.gif', 2, 0.1],
    ['16-bit-grey-alpha.png', 4, 1],
  ])('%s: at most %d, %d on average', async (name, most, mean) => {
    const got = difference(
      await decode(name),
      await referencePixels(await readFile(`${formats}/${name}`), 224),
    )
    expect(got.max).toBeLessThanOrEqual(most)
    expect(got.mean).toBeLessThanOrEqual(mean)
  })

  test('all orientations of one photo give the same pixels, nearly', async () => {
    const [first, ...others] = await Promise.all([1, 2, 3, 5, 6, 8].map((n) => decode(`Landscape_${n}.jpg`)))
    for (const other of others) expect(difference(first ?? new Uint8Array(), other).mean).toBeLessThan(6)
  })

  test('a transparent picture is white', async () => {
    expect(new Set(await decode('full-transparent.png'))).toEqual(new Set([255]))
  })

  test.each(['check.svg', 'relax.jp2', 'colorchart.dng', 'example.heic'])(
    '%s is refused as unreadable or unsupported',
    async (name) => {
      await expect(decode(name)).rejects.toMatchObject({
        code: expect.stringMatching(/^(UNSUPPORTED_TYPE|IMAGE_UNREADABLE)$/),
      })
    },
  )
})
