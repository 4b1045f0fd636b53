import { randomFillSync } from 'node:crypto'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { preparePreview } from '~/domain/pairing/prepare-preview.server'
import { visionModel } from '~/domain/pairing/vision-model'

const model = visionModel('gpt-4o')

it('keeps a usual photo at full preview size, so that small print stays readable', async () => {
  const photo = await sharp({ create: { width: 3000, height: 4000, channels: 3, background: '#7a6f63' } })
    .jpeg()
    .toBuffer()
  const { width, height, url } = await preparePreview('a', photo, model, 26)
  expect([width, height]).toEqual([1200, 1600])
  expect(url.startsWith('data:image/jpeg;base64,')).toBe(true)
})

it('makes the worst of photos small enough that a full request stays under 20 MB', async () => {
  const noise = randomFillSync(Buffer.alloc(1600 * 1200 * 3))
  const photo = await sharp(noise, { raw: { width: 1600, height: 1200, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer()
  for (const together of [26, model.photosPerRequest]) {
    const { url } = await preparePreview('a', photo, model, together)
    expect(url.length * together).toBeLessThan(20_000_000)
  }
})
