import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '~/domain/auth/actor'
import { findNearDuplicates } from '~/domain/duplicates/find-near-duplicates.server'
import { markDistinct } from '~/domain/duplicates/mark-distinct.server'
import { processPhoto } from '~tests/helpers/process-photo'
import { storePhoto } from '~/domain/photos/store-photo.server'
import { createPhotoContext } from '~tests/helpers/photo-context'

let shop: Awaited<ReturnType<typeof createPhotoContext>>
let staff: Actor
beforeAll(async () => {
  shop = await createPhotoContext()
  staff = await shop.addPerson('staff')
})
afterAll(() => shop.close())

/** A drawing with structure at several scales, different for every seed. */
function drawing(seed: number) {
  const shapes = Array.from({ length: 12 }, (_, index) => {
    const value = (factor: number) => (Math.imul(seed * 31 + index * 17 + factor, 2_654_435_761) >>> 9) % 97
    return `<circle cx="${value(1) * 6}" cy="${value(2) * 4}" r="${10 + value(3)}" fill="hsl(${value(5) * 4} 70% ${20 + (value(7) % 60)}%)"/>`
  })
  return sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400">${shapes.join('')}</svg>`),
  ).flatten({
    background: '#fff',
  })
}

async function add(bytes: Buffer, fileName: string, actor = staff) {
  const { photo } = await storePhoto(shop.ctx, actor, { stream: Readable.from([bytes]), fileName })
  await processPhoto(shop.ctx, photo.id)
}

test('copies are grouped, other pictures are not, and nobody sees what is not theirs', async () => {
  const customer = await shop.addPerson('customer')
  for (let seed = 1; seed <= 8; seed += 1)
    await add(await drawing(seed).png().toBuffer(), `other ${seed}.png`)
  const original = await drawing(42).png().toBuffer()
  await add(original, 'original.png')
  await add(await drawing(42).resize(300).jpeg({ quality: 60 }).toBuffer(), 'small.jpg')
  await add(await drawing(42).modulate({ brightness: 1.08 }).webp().toBuffer(), 'brighter.webp')
  await add(await drawing(77).png().toBuffer(), 'same.png')
  await add(await drawing(77).tiff({ compression: 'lzw' }).toBuffer(), 'same.tif', customer)

  const { groups, total, truncated } = await findNearDuplicates(shop.ctx, staff)
  expect(groups.map(({ kind, photos }) => ({ kind, names: photos.map(({ fileName }) => fileName) }))).toEqual(
    [
      { kind: 'pixels', names: ['same.png', 'same.tif'] },
      { kind: 'near', names: ['original.png', 'small.jpg', 'brighter.webp'] },
    ],
  )
  expect([total, truncated]).toEqual([2, false])
  expect((await findNearDuplicates(shop.ctx, customer)).groups).toEqual([])
})

test('what a person calls different is not proposed again, until they take it back', async () => {
  const before = await findNearDuplicates(shop.ctx, staff)
  const photoIds = before.groups[1]?.photos.map(({ id }) => id) ?? []
  await markDistinct(shop.ctx, staff, { photoIds, distinct: true })
  await markDistinct(shop.ctx, staff, { photoIds: [...photoIds].reverse(), distinct: true })
  expect((await findNearDuplicates(shop.ctx, staff)).groups).toEqual([before.groups[0]])
  await markDistinct(shop.ctx, staff, { photoIds, distinct: false })
  expect(await findNearDuplicates(shop.ctx, staff)).toEqual(before)
})

test('nobody judges photos that they may not see, and one photo is no pair', async () => {
  const [group] = (await findNearDuplicates(shop.ctx, staff)).groups
  const photoIds = group?.photos.map(({ id }) => id) ?? []
  const stranger = await shop.addPerson('customer')
  const judge = (actor: Actor, ids: string[]) =>
    markDistinct(shop.ctx, actor, { photoIds: ids, distinct: true })
  await expect(judge(stranger, photoIds)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(judge(staff, photoIds.slice(0, 1))).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  expect((await findNearDuplicates(shop.ctx, staff)).groups[0]).toEqual(group)
})
