import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '~/domain/auth/actor'
import { insertEmbeddings } from '~/domain/embeddings/embedding.queries.server'
import { ensureModelIndex, INDEX_FROM_ROWS } from '~/domain/embeddings/ensure-model-index.server'
import { selectModelIndex } from '~/domain/embeddings/model-index.queries.server'
import { findNearest } from '~/domain/search/find-nearest.server'
import { selectNearestByIndex, type NearestQuery } from '~/domain/search/nearest.queries.server'
import type { SearchFilters } from '~/domain/search/search-query'
import type { AppContext } from '~/platform/context.server'
import { createTestContext } from '~tests/helpers/create-test-context'
import { makePerson } from '~tests/helpers/make-person'
import { createVectorWorld } from '../../../bench/search-vectors'

const MODEL = `o'model"; DROP TABLE photo; --@1`
const ROWS = INDEX_FROM_ROWS + 400
const world = createVectorWorld(11)

let ctx: AppContext
let drop: () => Promise<void>
let staff: Actor
let customer: Actor
let stranger: Actor
let collectionId: string

beforeAll(async () => {
  ;({ ctx, drop } = await createTestContext())
  staff = await makePerson(ctx, 'staff')
  customer = { ...(await makePerson(ctx, 'customer')), projectId: staff.projectId }
  stranger = await makePerson(ctx, 'staff')
  await addPhotos(staff, 0, ROWS)
  await addPhotos(stranger, ROWS, 40)
  const some = await ctx.db.prisma.photo.findMany({
    where: { fileName: { in: ['photo-3', 'photo-40', 'photo-77'] } },
  })
  const collection = await ctx.db.prisma.collection.create({
    data: {
      projectId: staff.projectId,
      name: 'Three',
      photos: { create: some.map(({ id }) => ({ photoId: id })) },
    },
  })
  collectionId = collection.id
  await ctx.db.prisma.photoTag.createMany({
    data: some.slice(0, 2).map(({ id }) => ({ photoId: id, tag: 'Summer' })),
  })
}, 300_000)
afterAll(() => drop())

async function addPhotos(owner: Actor, from: number, count: number) {
  for (let start = from; start < from + count; start += 300) {
    await addSome(owner, start, Math.min(300, from + count - start))
  }
}

async function addSome(owner: Actor, from: number, count: number) {
  const contents = Array.from({ length: count }, (_, i) => ({
    index: from + i,
    sha256: createHash('sha256')
      .update(`${from + i}`)
      .digest('hex'),
  }))
  await ctx.db.prisma.photo.createMany({
    data: contents.map(({ index, sha256 }) => ({
      projectId: owner.projectId,
      // The customer's own are every hundredth.
      uploaderId: owner === staff && index % 100 === 0 ? customer.userId : owner.userId,
      sha256,
      fileName: `photo-${index}`,
      byteSize: 1,
      contentType: index % 50 === 0 ? 'image/png' : 'image/jpeg',
      extension: 'jpg',
      status: index % 9 === 0 ? ('processed' as const) : ('ready' as const),
      width: 1000 + index,
      height: 800,
      takenAt: new Date(Date.UTC(2025, 0, 1) + index * 3_600_000),
      cameraMake: index % 20 === 0 ? 'Pentax 50%' : 'Canon',
      cameraModel: `M${index % 3}`,
      // On a line to the east of Greenwich, 0.1 degrees (7 km at this latitude) a photo.
      latitude: index < 300 ? 50 : null,
      longitude: index < 300 ? index / 10 : null,
      deletedAt: index % 11 === 5 ? new Date() : null,
    })),
  })
  const vectors = contents.map(({ index, sha256 }) => ({ sha256, vector: world.photo(index) }))
  await insertEmbeddings(ctx.db.pool, MODEL, vectors)
}

const query = (
  actor: Actor,
  filters: SearchFilters = {},
  more: Partial<NearestQuery> = {},
): NearestQuery => ({
  scope: { actor, filters },
  model: MODEL,
  vector: world.pictureQuery(200),
  after: null,
  limit: 50,
  ...more,
})
const namesOf = async (neighbours: { photoId: string }[]) => {
  const photos = await ctx.db.prisma.photo.findMany({
    where: { id: { in: neighbours.map((one) => one.photoId) } },
  })
  return photos.map((photo) => photo.fileName).toSorted()
}

describe('who sees what', () => {
  test('staff the project, customers their own, nobody what is deleted or of another project', async () => {
    const everything = { limit: ROWS * 2 }
    const ofStaff = (await findNearest(ctx, query(staff, {}, everything), 'exact')).neighbours
    const visible = await ctx.db.prisma.photo.count({
      where: { projectId: staff.projectId, deletedAt: null },
    })
    expect(ofStaff).toHaveLength(visible)
    const ofCustomer = await namesOf(
      (await findNearest(ctx, query(customer, {}, everything), 'exact')).neighbours,
    )
    expect(ofCustomer.length).toBeGreaterThan(15)
    expect(ofCustomer.every((name) => Number(name.split('-')[1]) % 100 === 0)).toBe(true)
    const ofStranger = await namesOf(
      (await findNearest(ctx, query(stranger, {}, everything), 'exact')).neighbours,
    )
    expect(ofStranger.every((name) => Number(name.split('-')[1]) >= ROWS)).toBe(true)
  })

  test('a customer finds what somebody else had uploaded before them, until they delete it', async () => {
    const claimed = await ctx.db.prisma.photo.findFirstOrThrow({
      where: { projectId: staff.projectId, fileName: 'photo-204' },
    })
    const claim = await ctx.db.prisma.photoClaim.create({
      data: { photoId: claimed.id, userId: customer.userId },
    })
    const find = async () => namesOf((await findNearest(ctx, query(customer))).neighbours)
    expect(await find()).toContain('photo-204')
    expect(await find()).toContain('photo-200')
    await ctx.db.prisma.photoClaim.update({
      where: { photoId_userId: { photoId: claim.photoId, userId: claim.userId } },
      data: { deletedAt: new Date() },
    })
    expect(await find()).not.toContain('photo-204')
  })

  test('a collection of another project finds nothing', async () => {
    const { neighbours } = await findNearest(ctx, query(stranger, { collectionId }))
    expect(neighbours).toEqual([])
  })
})

test.each<[string, SearchFilters, (index: number) => boolean]>([
  [
    'a range of days',
    { takenFrom: new Date('2025-01-02T00:00Z'), takenTo: new Date('2025-01-02T05:00Z') },
    (i) => i >= 24 && i <= 29,
  ],
  ['a camera with a wildcard in its name', { camera: 'pentax 50%' }, (i) => i % 20 === 0],
  ['a maker and a model', { camera: 'Canon m1' }, (i) => i % 20 !== 0 && i % 3 === 1],
  ['a camera that nobody has', { camera: 'Leica' }, () => false],
  ['a place', { near: { latitude: 50, longitude: 10, radiusKm: 15 } }, (i) => i >= 98 && i <= 102],
  ['a type', { contentType: 'image/png' }, (i) => i % 50 === 0],
  ['a size', { minSide: 801 }, () => false],
  ['a status', { status: 'processed', camera: 'M0' }, (i) => i % 9 === 0],
  ['several at once', { contentType: 'image/png', camera: 'pentax' }, (i) => i % 100 === 0],
])('filters by %s', async (_name, filters, fits) => {
  const found = await namesOf(
    (await findNearest(ctx, query(staff, filters, { limit: ROWS }), 'exact')).neighbours,
  )
  const expected = Array.from({ length: ROWS }, (_, i) => i).filter((i) => i % 11 !== 5 && fits(i))
  expect(found).toEqual(expected.map((i) => `photo-${i}`).toSorted())
})

test('filters by collection, tag and uploader', async () => {
  const find = async (filters: SearchFilters) =>
    namesOf((await findNearest(ctx, query(staff, filters))).neighbours)
  expect(await find({ collectionId })).toEqual(['photo-3', 'photo-40', 'photo-77'])
  expect(await find({ tag: 'Summer', collectionId })).toHaveLength(2)
  expect(await find({ tag: 'sUMMER', collectionId })).toHaveLength(2)
  expect(await find({ tag: 'summer%' })).toEqual([])
  expect(await find({ uploaderId: customer.userId, collectionId })).toEqual([])
})

test('pages hold every photo once, in one order, while photos are added', async () => {
  const narrow = { minSide: 1, contentType: 'image/png' }
  const whole = (await findNearest(ctx, query(staff, narrow, { limit: ROWS }), 'exact')).neighbours
  const seen: string[] = []
  let after: NearestQuery['after'] = null
  for (let page = 0; page < 20; page++) {
    const { neighbours } = await findNearest(ctx, query(staff, narrow, { after, limit: 7 }))
    seen.push(...neighbours.map((one) => one.photoId))
    after = neighbours.at(-1) ?? null
    if (!after) break
    if (page === 1) await addPhotos(staff, 50_000, 1)
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toEqual(expect.arrayContaining(whole.map((one) => one.photoId)))
  const added = await ctx.db.prisma.photo.findFirstOrThrow({ where: { fileName: 'photo-50000' } })
  await ctx.db.prisma.photo.delete({ where: { id: added.id } })
})

test('photos at the same distance are not lost between pages', async () => {
  const twin = (name: string) => createHash('sha256').update(name).digest('hex')
  const twins = Array.from({ length: 9 }, (_, i) => twin(`twin ${i}`))
  await ctx.db.prisma.photo.createMany({
    data: twins.map((sha256) => ({
      projectId: staff.projectId,
      sha256,
      fileName: 'twin',
      byteSize: 1,
      contentType: 'image/webp',
      extension: 'webp',
      status: 'ready' as const,
    })),
  })
  await insertEmbeddings(
    ctx.db.pool,
    MODEL,
    twins.map((sha256) => ({ sha256, vector: world.photo(1) })),
  )
  const seen = new Set<string>()
  let after: NearestQuery['after'] = null
  for (let page = 0; page < 5; page++) {
    const { neighbours } = await findNearest(
      ctx,
      query(staff, { contentType: 'image/webp' }, { after, limit: 2 }),
    )
    neighbours.forEach((one) => seen.add(one.photoId))
    after = neighbours.at(-1) ?? null
  }
  expect(seen.size).toBe(9)
  await ctx.db.prisma.photo.deleteMany({ where: { fileName: 'twin' } })
})

describe('the index', () => {
  beforeAll(async () => {
    await ensureModelIndex(ctx, MODEL)
    // A second time there is nothing to do; a small model gets none.
    await ensureModelIndex(ctx, MODEL)
    await ensureModelIndex(ctx, 'small@1')
    await ctx.db.pool.query('ANALYZE')
  })

  test('is made once a model holds enough rows, whatever its name', async () => {
    expect(await selectModelIndex(ctx.db.pool, MODEL)).toBe('valid')
    expect(await selectModelIndex(ctx.db.pool, 'small@1')).toBe('none')
  })

  test('answers, with nearly all of the true nearest', async () => {
    let hits = 0
    for (let i = 0; i < 20; i++) {
      const near = query(
        staff,
        {},
        { vector: i % 2 ? world.wordQuery(i) : world.pictureQuery(i * 37), limit: 11 },
      )
      const byIndex = await findNearest(ctx, near, 'index')
      expect(byIndex.plan).toBe('index')
      const truth = new Set(
        (await findNearest(ctx, near, 'exact')).neighbours.slice(0, 10).map((one) => one.photoId),
      )
      hits += byIndex.neighbours.slice(0, 10).filter((one) => truth.has(one.photoId)).length
    }
    expect(hits / 200).toBeGreaterThan(0.97)
  })

  test.each<[string, SearchFilters, number]>([
    ['a filter that leaves 2 %', { contentType: 'image/png' }, 40],
    ['a filter that leaves three', { collectionId: '' }, 50],
    ['a page larger than the index looks', {}, 1500],
  ])('never gives fewer than there are: %s', async (_name, filters, limit) => {
    const near = query(staff, filters.collectionId === '' ? { collectionId } : filters, { limit })
    const forced = await findNearest(ctx, near, 'index')
    const truth = await findNearest(ctx, near, 'exact')
    expect(forced.neighbours).toHaveLength(truth.neighbours.length)
  })

  test('a short answer of the bare index is what the exact scan is for', async () => {
    const client = await ctx.db.pool.connect()
    try {
      await client.query(
        'BEGIN; SET LOCAL hnsw.iterative_scan = off; SET LOCAL hnsw.ef_search = 10; SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off',
      )
      const bare = await selectNearestByIndex(
        client,
        query(staff, { contentType: 'image/png' }, { limit: 40 }),
      )
      expect(bare.length).toBeLessThan(40)
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
  })

  test('vectors of another model never meet the query', async () => {
    const { neighbours } = await findNearest(ctx, query(staff, {}, { model: 'other@1' }))
    expect(neighbours).toEqual([])
  })
})
