import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '~/domain/auth/actor'
import { findNearDuplicates } from '~/domain/duplicates/find-near-duplicates.server'
import {
  forgetOrphanHashes,
  linkNearHashes,
  selectNearHashes,
} from '~/domain/duplicates/near-hash.queries.server'
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

test('swatches of one colour each are not copies of one another', async () => {
  for (const [name, background] of Object.entries({
    red: '#c81e1e',
    blue: '#1e1ec8',
    white: '#fff',
    grey: '#777',
  }))
    for (const side of [40, 300])
      await add(
        await sharp({ create: { width: side, height: 300, channels: 3, background } })
          .png()
          .toBuffer(),
        `${name} ${side}.png`,
      )
  expect((await findNearDuplicates(shop.ctx, staff)).groups).toEqual([])
})

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

/** Repeatable noise: well-mixed 64-bit values. */
function randomHashes(count: number): bigint[] {
  let state = 0x9e3779b97f4a7c15n
  return Array.from({ length: count }, () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn
    return state ^ (state >> 29n)
  })
}
const hex = (hash: bigint) => hash.toString(16).padStart(16, '0')
const distance = (one: string, other: string) =>
  (BigInt(`0x${one}`) ^ BigInt(`0x${other}`)).toString(2).replaceAll('0', '').length

async function linkInNewProject(pages: string[][]) {
  const { id: projectId } = await shop.ctx.db.prisma.project.create({ data: { name: 'Hashes' } })
  for (const page of pages) {
    await linkNearHashes(
      shop.ctx.db.pool,
      page.map((perceptualHash) => ({ projectId, perceptualHash })),
    )
  }
  return projectId
}

test('hashes are linked to exactly those that comparing all with all finds near', async () => {
  const originals = randomHashes(120)
  // One to eight bits apart, spread over the bands in every way.
  const copies = originals.map((hash, index) =>
    Array.from(
      { length: 1 + (index % 8) },
      (_, bit) => 1n << BigInt((bit * (9 + index) + index * 5) % 64),
    ).reduce((value, bit) => value ^ bit, hash),
  )
  const all = [...originals, ...copies].map(hex)
  const projectId = await linkInNewProject([
    all.slice(0, 100),
    all.slice(100, 180),
    all.slice(180),
    all.slice(0, 9),
  ])
  const expected = all.flatMap((one) =>
    all.filter((other) => one < other && distance(one, other) <= 6).map((other) => `${one} ${other}`),
  )
  const found = await selectNearHashes(shop.ctx.db.pool, projectId)
  expect(expected.length).toBeGreaterThan(60)
  expect(found.map((pair) => pair.join(' ')).sort()).toEqual([...new Set(expected)].sort())
})

test('hundreds of hashes that are all near cost a bounded number of rows and stay connected', async () => {
  const [centre = 0n] = randomHashes(1)
  const ball = Array.from({ length: 400 }, (_, index) =>
    hex(centre ^ (1n << BigInt(index % 64)) ^ (1n << BigInt((index * 7 + 3) % 61))),
  )
  const projectId = await linkInNewProject(
    Array.from({ length: 25 }, (_, page) => ball.slice(page * 16, page * 16 + 16)),
  )
  const near = await selectNearHashes(shop.ctx.db.pool, projectId)
  expect(near.length).toBeLessThanOrEqual(64 * new Set(ball).size)
  const reached = new Set([ball[0]])
  for (const hash of reached)
    for (const [one, other] of near) {
      if (one === hash) reached.add(other)
      if (other === hash) reached.add(one)
    }
  expect(reached.size).toBe(new Set(ball).size)
})

test('hashes that no photo has any more are forgotten with their pairs', async () => {
  const projectId = await linkInNewProject([['0000000000000000', '0000000000000001']])
  expect(await selectNearHashes(shop.ctx.db.pool, projectId)).toHaveLength(1)
  const own = await selectNearHashes(shop.ctx.db.pool, shop.projectId)
  await forgetOrphanHashes(shop.ctx.db.pool)
  expect(await selectNearHashes(shop.ctx.db.pool, projectId)).toEqual([])
  expect(await selectNearHashes(shop.ctx.db.pool, shop.projectId)).toEqual(own)
})
