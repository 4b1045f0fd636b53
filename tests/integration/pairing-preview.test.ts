import { randomFillSync } from 'node:crypto'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { previewUrl } from '~/domain/pairing/prepare-preview.server'
import { visionModel } from '~/domain/pairing/vision-model'

const model = visionModel('gpt-4o')

it('keeps a usual photo at full preview size, so that small print stays readable', async () => {
  const photo = await sharp({ create: { width: 3000, height: 4000, channels: 3, background: '#7a6f63' } })
    .jpeg()
    .toBuffer()
  const url = await previewUrl({ name: 'a', read: async () => photo }, model, 26)
  const [start, jpeg] = url.split(',')
  expect(start).toBe('data:image/jpeg;base64')
  expect(await sharp(Buffer.from(jpeg, 'base64')).metadata()).toMatchObject({ width: 1200, height: 1600 })
})

it('makes the worst of photos small enough that a full request stays under 20 MB', async () => {
  const noise = randomFillSync(Buffer.alloc(1600 * 1200 * 3))
  const photo = await sharp(noise, { raw: { width: 1600, height: 1200, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer()
  for (const together of [26, model.photosPerRequest]) {
    const url = await previewUrl({ name: 'a', read: async () => photo }, model, together)
    expect(url.length * together).toBeLessThan(20_000_000)
  }
})

it('sends an address instead of the bytes where the photo has one', async () => {
  const source = {
    name: 'a',
    read: async () => Buffer.alloc(0),
    previewUrl: async () => 'https://storage.example/preview.jpg?token=1',
  }
  expect(await previewUrl(source, model, 26)).toBe('https://storage.example/preview.jpg?token=1')
})
