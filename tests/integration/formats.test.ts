import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '~/domain/auth/actor'
import { endExiftool } from '~/domain/photos/extract-dng-preview.server'
import { prepareEmbeddingInput } from '~/domain/photos/prepare-embedding-input.server'
import { processPhoto } from '~tests/helpers/process-photo'
import { storageKey } from '~/domain/photos/storage-keys'
import { storePhoto } from '~/domain/photos/store-photo.server'
import { isAppError } from '~/platform/errors'
import { createPhotoContext } from '~tests/helpers/photo-context'
import { hasSharedData, sharedData } from '~tests/helpers/shared-data'

/** What becomes of each file: upright size, or the code it is refused (at upload) or failed (by the worker) with. */
const expected: Record<
  string,
  // `plain`: of one brightness, so there is nothing to compare it by.
  { size: [number, number]; plain?: true } | { refused: string } | { failed: string }
> = {
  'formats/16-bit-grey-alpha.png': { size: [109, 96] },
  'formats/2x2_fdcce6.png': { size: [2, 2], plain: true },
  'formats/8bit_depth.tiff': { size: [21, 21] },
  'formats/Canon_40D.jpg': { size: [100, 68] },
  'formats/Channel_digital_image_CMYK_color_no_profile.jpg': { size: [500, 333] },
  'formats/DSCN0010.jpg': { size: [640, 480] },
  'formats/G31D_MULTI.TIF': { size: [2464, 3248] },
  'formats/LICENSE': { refused: 'UNSUPPORTED_TYPE' },
  'formats/Landscape_1.jpg': { size: [600, 450] },
  'formats/Landscape_2.jpg': { size: [600, 450] },
  'formats/Landscape_3.jpg': { size: [600, 450] },
  'formats/Landscape_5.jpg': { size: [600, 450] },
  'formats/Landscape_6.jpg': { size: [600, 450] },
  'formats/Landscape_8.jpg': { size: [600, 450] },
  'formats/animated-loop-3.gif': { size: [370, 285] },
  'formats/animated-loop-3.webp': { size: [370, 285] },
  'formats/check.svg': { refused: 'UNSUPPORTED_TYPE' },
  // Sensor data alone: Recto shows what a DNG carries and develops nothing.
  'formats/colorchart.dng': { failed: 'IMAGE_UNREADABLE' },
  'formats/example.heic': { size: [1280, 854] },
  'formats/full-transparent.png': { size: [300, 300], plain: true },
  'formats/gain-map.jpg': { size: [3840, 2160] },
  'formats/relax.jp2': { refused: 'UNSUPPORTED_TYPE' },
  'formats/sdr_cosmos12920_cicp1-13-6_yuv444_full_qp10.avif': { size: [2048, 858] },
  'formats/struct-image-04-t.svg': { refused: 'UNSUPPORTED_TYPE' },
  'hostile/35-empty.jpg': { size: [2164, 1626] },
  'hostile/65536-uint32-limit.png': { failed: 'IMAGE_TOO_LARGE' },
  'hostile/Crash_test.gif': { size: [800, 533] },
  'hostile/big-height.webp': { size: [13, 169], plain: true },
  'hostile/corrupt-header.jpg': { failed: 'IMAGE_UNREADABLE' },
  'hostile/corrupted.jpg': { failed: 'IMAGE_UNREADABLE' },
  'hostile/giant-image.jpg': { failed: 'IMAGE_TOO_LARGE' },
  'hostile/truncated.jpg': { failed: 'IMAGE_UNREADABLE' },
  'hostile/truncated.png': { failed: 'IMAGE_UNREADABLE' },
}

describe.skipIf(!hasSharedData('formats and hostile files'))('every file ends in a stated way', () => {
  let shop: Awaited<ReturnType<typeof createPhotoContext>>
  let actor: Actor
  beforeAll(async () => {
    shop = await createPhotoContext()
    actor = await shop.addPerson('staff')
  })
  afterAll(async () => {
    await endExiftool()
    await shop.close()
  })

  const store = (file: string) =>
    storePhoto(shop.ctx, actor, { stream: createReadStream(join(sharedData, file)), fileName: file })
  const read = async (photoId: string, kind: 'thumb' | 'preview') => {
    const photo = await shop.ctx.db.prisma.photo.findUniqueOrThrow({ where: { id: photoId } })
    return buffer((await shop.ctx.storage.get(storageKey(photo, kind))).body)
  }

  test('the table names every file', () => {
    const files = ['formats', 'hostile'].flatMap((folder) =>
      readdirSync(join(sharedData, folder)).map((name) => `${folder}/${name}`),
    )
    expect(Object.keys(expected).sort()).toEqual(files.sort())
  })

  test.each(Object.entries(expected))('%s', async (file, outcome) => {
    if ('refused' in outcome) {
      await expect(store(file)).rejects.toMatchObject({ code: outcome.refused })
      return
    }
    const { photo } = await store(file)
    const memoryBefore = process.memoryUsage.rss()
    const result = await processPhoto(shop.ctx, photo.id).catch((error: unknown) => error)
    expect(process.memoryUsage.rss() - memoryBefore).toBeLessThan(400 * 1024 * 1024)
    const row = await shop.ctx.db.prisma.photo.findUniqueOrThrow({ where: { id: photo.id } })
    if ('failed' in outcome) {
      expect(isAppError(result) && result.code).toBe(outcome.failed)
      expect(row).toMatchObject({ status: 'failed', errorCode: outcome.failed })
      expect(row.errorMessage).toBeTruthy()
      return
    }
    expect(result).toMatchObject({ sha256: row.sha256 })
    expect(row).toMatchObject({ status: 'processed', errorCode: null })
    expect([row.width, row.height]).toEqual(outcome.size)
    if (outcome.plain) expect(row.perceptualHash).toBeNull()
    else expect(row.perceptualHash).toMatch(/^[0-9a-f]{16}$/)
    expect(row.pixelHash).toMatch(/^[0-9a-f]{64}$/)

    const upright = outcome.size[0] / outcome.size[1]
    for (const [kind, format, longest] of [
      ['thumb', 'webp', 320],
      ['preview', 'jpeg', 1600],
    ] as const) {
      const header = await sharp(await read(photo.id, kind)).metadata()
      expect(header).toMatchObject({ format, space: 'srgb', channels: 3, depth: 'uchar' })
      expect(Math.max(header.width, header.height)).toBeLessThanOrEqual(longest)
      expect(Math.abs(header.width / header.height / upright - 1)).toBeLessThan(0.05)
      for (const metadata of ['exif', 'icc', 'iptc', 'xmp', 'orientation'] as const)
        expect(header[metadata]).toBeUndefined()
    }
  })

  test('a stored photo and the same file as a query picture are embedded from the same bytes', async () => {
    const files = ['formats/Landscape_6.jpg', 'formats/example.heic', 'formats/gain-map.jpg']
    for (const file of files) {
      const { photo } = await store(file)
      const stored = await processPhoto(shop.ctx, photo.id)
      const query = await prepareEmbeddingInput(readFileSync(join(sharedData, file)))
      expect(query.equals(stored.embeddingInput)).toBe(true)
      const { width, height } = await sharp(query).metadata()
      expect(Math.min(width, height)).toBeLessThanOrEqual(448)
    }
  })

  test('orientations 1 to 8 show the same picture', async () => {
    const pictures = await Promise.all(
      [1, 2, 3, 5, 6, 8].map(async (orientation) => {
        const { photo } = await store(`formats/Landscape_${orientation}.jpg`)
        await processPhoto(shop.ctx, photo.id)
        return sharp(await read(photo.id, 'thumb'))
          .resize(16, 12)
          .greyscale()
          .raw()
          .toBuffer()
      }),
    )
    const [first, ...others] = pictures
    for (const other of others) {
      const differences = other.map((value, index) => Math.abs(value - (first?.[index] ?? 0)))
      expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThan(6)
    }
  })

  test('camera, time and place are read into the row and reach no derivative', async () => {
    const { photo } = await store('formats/DSCN0010.jpg')
    await processPhoto(shop.ctx, photo.id)
    const row = await shop.ctx.db.prisma.photo.findUniqueOrThrow({ where: { id: photo.id } })
    expect(row).toMatchObject({ cameraMake: 'NIKON', cameraModel: 'COOLPIX P6000' })
    expect(row.takenAt?.toISOString()).toBe('2008-10-22T16:28:39.000Z')
    expect(row.latitude).toBeCloseTo(43.4674, 3)
    expect(row.longitude).toBeCloseTo(11.8851, 3)

    const original = readFileSync(join(sharedData, 'formats/DSCN0010.jpg'))
    const marks = ['Exif', 'GPS', 'NIKON', 'COOLPIX', 'http://ns.adobe.com']
    expect(marks.some((mark) => original.includes(mark))).toBe(true)
    for (const kind of ['thumb', 'preview'] as const) {
      const bytes = await read(photo.id, kind)
      for (const mark of marks) expect(bytes.includes(mark), `${mark} in ${kind}`).toBe(false)
    }
  })

  test('transparency lies over white', async () => {
    const { photo } = await store('formats/full-transparent.png')
    await processPhoto(shop.ctx, photo.id)
    const { channels } = await sharp(await read(photo.id, 'preview')).stats()
    for (const channel of channels) expect(channel.min).toBeGreaterThan(250)
  })
})
