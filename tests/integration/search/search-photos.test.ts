import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '~/domain/auth/actor'
import { migrateQueue } from '~/domain/jobs/migrate-queue.server'
import { deletePhotos } from '~/domain/photos/delete-photos.server'
import type { SearchAnswer } from '~/domain/search/search-answer'
import { searchPhotos } from '~/domain/search/search-photos.server'
import type { AppContext } from '~/platform/context.server'
import { renderSamples } from '../../../scripts/samples/render-samples'
import { addPhotos } from '~tests/helpers/add-photos'
import { createTestContext } from '~tests/helpers/create-test-context'
import { makePerson } from '~tests/helpers/make-person'
import { startEmbeddingService, type StartedEmbeddingService } from '~tests/helpers/start-embedding-service'

let service: StartedEmbeddingService
let ctx: AppContext
let drop: () => Promise<void>
let folder: string
let staff: Actor
let customer: Actor
let stranger: Actor
let ids: Map<string, string>
/** The customer's four of them. */
let own: Map<string, string>

beforeAll(async () => {
  service = await startEmbeddingService()
  ;({ ctx, drop } = await createTestContext({ CLIP_SERVICE_URL: service.url }))
  await migrateQueue(ctx.db)
  folder = await mkdtemp(join(tmpdir(), 'recto-search-'))
  await renderSamples(folder)
  staff = await makePerson(ctx, 'staff')
  customer = { ...(await makePerson(ctx, 'customer')), projectId: staff.projectId }
  stranger = await makePerson(ctx, 'staff')
  const files = (await readdir(folder))
    .filter((name) => /^\d\d-.*-front/.test(name))
    .map((name) => join(folder, name))
  own = await addPhotos(ctx, customer, files.slice(18, 22))
  ids = new Map([...(await addPhotos(ctx, staff, files.slice(0, 18))), ...own])
  // The stranger's shop holds the same content.
  await addPhotos(ctx, stranger, files.slice(0, 2))
}, 300_000)
afterAll(async () => {
  await service?.stop()
  await drop?.()
  if (folder) await rm(folder, { recursive: true, force: true })
})

const names = (answer: SearchAnswer) => answer.results.map((result) => result.fileName)
const sample = (part: string) => {
  const name = [...ids.keys()].find((one) => one.includes(part))
  if (!name) throw new Error(`no sample ${part}`)
  return name
}
const picture = (name: string) => readFile(join(folder, name))

describe('by words', () => {
  test.each(['dress', 'pants', 'shorts'])('a %s is among the first three of its own search', async (kind) => {
    const answer = await searchPhotos(ctx, staff, { text: `a photo of a ${kind}`, limit: 3 })
    expect(names(answer).join(' ')).toContain(kind)
    expect(answer.model).toMatch(/^recto-mini@/)
    expect(answer.results[0]).toMatchObject({
      band: expect.stringMatching(/strong|possible|weak/),
      photo: { status: 'ready' },
    })
  })

  test('results fall in similarity and keep to their bands', async () => {
    const { results } = await searchPhotos(ctx, staff, { text: 'striped t-shirt' })
    const similarities = results.map((result) => result.similarity ?? NaN)
    expect(similarities).toEqual(similarities.toSorted((a, b) => b - a))
    const { textToImage: scale } = (await ctx.clip.model()).calibration
    for (const { similarity, band } of results) {
      const value = similarity ?? NaN
      expect(value).toBeGreaterThanOrEqual(scale.weak)
      expect(band).toBe(value >= scale.strong ? 'strong' : value >= scale.possible ? 'possible' : 'weak')
    }
  })

  test('pages follow each other without gap or repetition', async () => {
    const whole = names(await searchPhotos(ctx, staff, { text: 'clothes', limit: 200 }))
    const paged: string[] = []
    let cursor: string | undefined
    do {
      const answer: SearchAnswer = await searchPhotos(ctx, staff, { text: 'clothes', limit: 4, cursor })
      paged.push(...names(answer))
      cursor = answer.nextCursor ?? undefined
    } while (cursor)
    // More than one page.
    expect(whole.length).toBeGreaterThan(4)
    expect(paged).toEqual(whole)
  })

  test('nothing fits the filter: an honest no match', async () => {
    const answer = await searchPhotos(ctx, staff, { text: 'dress', filters: { contentType: 'image/heic' } })
    expect(answer).toMatchObject({ results: [], noMatch: true, nextCursor: null })
  })
})

describe('by picture', () => {
  test('the file itself comes first, at cosine 1; its small copy too', async () => {
    const name = sample('red-dotted-dress')
    const same = await searchPhotos(ctx, staff, { image: await picture(name) })
    expect(same.results[0]).toMatchObject({ fileName: name, band: 'strong' })
    expect(same.results[0]?.similarity).toBeGreaterThan(0.999)
    const copy = await sharp(await picture(name))
      .resize(300)
      .jpeg({ quality: 60 })
      .toBuffer()
    expect((await searchPhotos(ctx, staff, { image: copy })).results[0]).toMatchObject({
      fileName: name,
      band: 'strong',
    })
  })

  test('like a photo: without the photo itself', async () => {
    const name = sample('white-striped-t-shirt')
    const answer = await searchPhotos(ctx, staff, { similarTo: ids.get(name) })
    expect(names(answer)).not.toContain(name)
    expect(answer.results.length).toBeGreaterThan(0)
  })

  test.each([
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'UNSUPPORTED_TYPE'],
    ['nothing', Buffer.alloc(0), 'FILE_EMPTY'],
    ['noise', Buffer.alloc(5000, 7), 'UNSUPPORTED_TYPE'],
    [
      'a damaged file',
      Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0, 1, 2]),
      'IMAGE_UNREADABLE',
    ],
    ['too much', Buffer.alloc(31 * 1024 * 1024), 'FILE_TOO_LARGE'],
  ])('%s is refused', async (_name, image, code) => {
    await expect(searchPhotos(ctx, staff, { image })).rejects.toMatchObject({ code })
  })
})

describe('by words and picture', () => {
  test('the weight goes from the one order to the other', async () => {
    const image = await picture(sample('black-plain-dress'))
    const mix = async (imageWeight: number) =>
      names(await searchPhotos(ctx, staff, { text: 'hat', image, imageWeight, limit: 5 }))
    expect(await mix(0)).toEqual(names(await searchPhotos(ctx, staff, { text: 'hat', limit: 5 })))
    expect(await mix(1)).toEqual(names(await searchPhotos(ctx, staff, { image, limit: 5 })))
  })

  test('a photo of the library and words', async () => {
    const similarTo = ids.get(sample('black-plain-dress'))
    const answer = await searchPhotos(ctx, staff, { text: 'a red dress', similarTo })
    expect(names(answer)[0]).toContain('dress')
  })

  test('two pictures are one too many', async () => {
    const image = await picture(sample('black-plain-dress'))
    const both = searchPhotos(ctx, staff, { image, similarTo: randomUUID() })
    await expect(both).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

describe('only what the person may see', () => {
  test('a customer finds their own, staff all of the project, nobody another project', async () => {
    const [name = '', id] = [...own][0] ?? []
    const found = await searchPhotos(ctx, customer, { image: await picture(name), limit: 200 })
    expect(found.results[0]?.photoId).toBe(id)
    for (const { photoId } of found.results) expect([...own.values()]).toContain(photoId)
    const image = await picture(sample('red-striped-t-shirt'))
    expect(names(await searchPhotos(ctx, customer, { image }))).not.toContain(sample('red-striped-t-shirt'))
    expect(
      (await searchPhotos(ctx, stranger, { image })).results.map((result) => result.photoId),
    ).not.toContain(ids.get(sample('red-striped-t-shirt')))
  })

  test('a customer also finds what somebody else uploaded before them, until they delete it', async () => {
    const name = sample('red-dotted-dress')
    const id = ids.get(name) ?? ''
    const found = async (text: string) => names(await searchPhotos(ctx, customer, { text, limit: 200 }))
    expect(await found('dress')).not.toContain(name)
    await addPhotos(ctx, customer, [join(folder, name)])
    expect(await found('dress')).toContain(name)
    await deletePhotos(ctx, customer, [id])
    expect(await found('dress')).not.toContain(name)
    expect(names(await searchPhotos(ctx, staff, { text: 'dress', limit: 200 }))).toContain(name)
  })

  test('like a photo that is not theirs: it is not there', async () => {
    const similarTo = ids.get(sample('red-striped-t-shirt'))
    for (const actor of [customer, stranger]) {
      await expect(searchPhotos(ctx, actor, { similarTo })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  })
})

describe('hostile queries', () => {
  test.each(['\u0000', '   ', '', '\ud800'])('%j is nothing to search for', async (text) => {
    await expect(searchPhotos(ctx, staff, { text })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
  test('10,000 characters are too many', async () => {
    await expect(searchPhotos(ctx, staff, { text: 'x'.repeat(10_000) })).rejects.toMatchObject({
      code: 'QUERY_TOO_LONG',
    })
  })
  test.each(['%', "'; DROP TABLE photo; --", '👩🏽‍🦰👗', 'a\u0000b', '\\', 'платье', '💥'.repeat(1000)])(
    '%j is a search',
    async (text) => {
      expect((await searchPhotos(ctx, staff, { text })).model).toMatch(/^recto-mini@/)
    },
  )
  test('a cursor of somebody else’s making', async () => {
    await expect(searchPhotos(ctx, staff, { text: 'hat', cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
    const foreign = Buffer.from(JSON.stringify(['other@1', -0.5, randomUUID()])).toString('base64url')
    await expect(searchPhotos(ctx, staff, { text: 'hat', cursor: foreign })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
  })
})

describe('while the embedding service is down', () => {
  beforeAll(() => service.kill())

  test('words are looked for in names and tags, and the answer says so', async () => {
    const answer = await searchPhotos(ctx, staff, { text: 'striped NAVY', limit: 1 })
    expect(answer).toMatchObject({ model: null, degraded: { code: 'ML_SERVICE_DOWN' }, noMatch: false })
    expect(answer.results).toMatchObject([
      { similarity: null, band: null, fileName: expect.stringMatching(/navy-striped/) },
    ])
    await ctx.db.prisma.photoTag
      .create({ data: { photoId: ids.get(sample('skirt')) ?? '', tag: 'Sommer 100%' } })
      .catch(() => {
        throw new Error('no skirt among the samples')
      })
    expect(names(await searchPhotos(ctx, staff, { text: 'sommer 100%' }))).toHaveLength(1)
    expect(names(await searchPhotos(ctx, staff, { text: '100_' }))).toEqual([])
  })

  test('by name it pages too, and the same rules of sight hold', async () => {
    const first = await searchPhotos(ctx, staff, { text: 'front', limit: 15 })
    const second = await searchPhotos(ctx, staff, {
      text: 'front',
      limit: 15,
      cursor: first.nextCursor ?? '',
    })
    expect(new Set([...names(first), ...names(second)]).size).toBe(22)
    expect(names(await searchPhotos(ctx, customer, { text: 'front' }))).toHaveLength(4)
  })

  test('like a photo goes on working; a picture alone says why it cannot', async () => {
    const similarTo = ids.get(sample('white-striped-t-shirt'))
    const like = await searchPhotos(ctx, staff, { similarTo })
    expect(like.degraded).toBeUndefined()
    expect(like.results.length).toBeGreaterThan(0)
    const alone = await searchPhotos(ctx, staff, { image: await picture(sample('black-plain-dress')) })
    expect(alone).toMatchObject({ results: [], degraded: { code: 'ML_SERVICE_DOWN' }, noMatch: false })
  })

  test('it is used again as soon as it is back', async () => {
    await service.restart()
    await expect
      .poll(async () => (await searchPhotos(ctx, staff, { text: 'a blue dress' })).model, {
        timeout: 30_000,
        interval: 500,
      })
      .toMatch(/^recto-mini@/)
  })
})
