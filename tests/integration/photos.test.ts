import { randomBytes } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '~/domain/auth/actor'
import { countPhotos } from '~/domain/photos/count-photos.server'
import { deletePhotos, restorePhotos } from '~/domain/photos/delete-photos.server'
import { endExiftool } from '~/domain/photos/extract-dng-preview.server'
import { getPhoto } from '~/domain/photos/get-photo.server'
import { listFilterChoices } from '~/domain/photos/list-filter-choices.server'
import { listPhotos } from '~/domain/photos/list-photos.server'
import { processPhoto } from '~tests/helpers/process-photo'
import { purgePhotos } from '~/domain/photos/purge-photos.server'
import { retryPhotos } from '~/domain/photos/retry-photos.server'
import { sweepSpool } from '~/domain/photos/spool-upload.server'
import { storageKey, storageKeys } from '~/domain/photos/storage-keys'
import { storePhoto } from '~/domain/photos/store-photo.server'
import { createStorage } from '~/platform/storage/create-storage.server'
import { makeDng } from '~tests/helpers/make-dng'
import { createPhotoContext } from '~tests/helpers/photo-context'

describe('photos', () => {
  let shop: Awaited<ReturnType<typeof createPhotoContext>>
  let staff: Actor
  let serial = 0
  beforeAll(async () => {
    shop = await createPhotoContext({ UPLOAD_MAX_BYTES: String(1024 * 1024) })
    staff = await shop.addPerson('staff')
  })
  afterAll(async () => {
    await endExiftool()
    await shop.close()
  })

  /** A picture that no other call makes. */
  const picture = () => {
    serial += 1
    return sharp({ create: { width: 64, height: 48, channels: 3, background: { r: serial, g: 90, b: 30 } } })
      .png()
      .toBuffer()
  }
  const store = (bytes: Buffer, options: { actor?: Actor; fileName?: string; batchId?: string } = {}) =>
    storePhoto(shop.ctx, options.actor ?? staff, {
      stream: Readable.from([bytes]),
      fileName: options.fileName ?? 'shirt.png',
      batchId: options.batchId,
    })
  const rowOf = (id: string) => shop.ctx.db.prisma.photo.findUnique({ where: { id } })
  const jobsOf = (id: string) =>
    shop.ctx.db.prisma.jobItem.findMany({ where: { key: id }, include: { job: true } })
  const spooled = () => readdir(join(shop.folder, 'spool'))

  test('a new photo is stored, waits, and its batch is one job', async () => {
    const first = await store(await picture(), { batchId: 'batch-1', fileName: 'C:\\shop\\front.png' })
    const second = await store(await picture(), { batchId: 'batch-1' })
    expect(first).toMatchObject({ status: 'added', photo: { status: 'waiting', fileName: 'front.png' } })
    const [one] = await jobsOf(first.photo.id)
    const [two] = await jobsOf(second.photo.id)
    expect(one?.job).toMatchObject({ name: 'ingest-photos', projectId: shop.projectId, total: 2 })
    expect(two?.jobId).toBe(one?.jobId)
    const row = await rowOf(first.photo.id)
    expect(row && (await shop.ctx.storage.head(storageKey(row, 'original')))?.size).toBe(
      Number(row?.byteSize),
    )
    expect(await spooled()).toEqual([])
  })

  test('the same bytes are one photo, also from two tabs at once', async () => {
    const bytes = await picture()
    const results = await Promise.all([store(bytes), store(bytes), store(bytes)])
    expect(results.map(({ status }) => status).sort()).toEqual(['added', 'duplicate', 'duplicate'])
    expect(new Set(results.map(({ photo }) => photo.id)).size).toBe(1)
    expect(await jobsOf(results[0].photo.id)).toHaveLength(1)
  })

  test.each([
    ['an empty file', Buffer.alloc(0), 'FILE_EMPTY'],
    ['a file over the limit', Buffer.alloc(1024 * 1024 + 1, 0xff), 'FILE_TOO_LARGE'],
    ['a renamed Windows program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(8000)]), 'UNSUPPORTED_TYPE'],
    [
      'a renamed Linux program',
      Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(8000)]),
      'UNSUPPORTED_TYPE',
    ],
    ['a PDF', Buffer.from(`%PDF-1.7\n${'x'.repeat(8000)}`), 'UNSUPPORTED_TYPE'],
    ['an SVG', Buffer.from('\n<svg xmlns="http://www.w3.org/2000/svg"/>'), 'UNSUPPORTED_TYPE'],
    ['a page', Buffer.from('<!DOCTYPE html><script>alert(1)</script>'), 'UNSUPPORTED_TYPE'],
    ['noise', Buffer.from('nothing in particular'), 'UNSUPPORTED_TYPE'],
  ])('%s is refused and leaves nothing behind', async (_what, bytes, code) => {
    const before = await shop.ctx.db.prisma.photo.count()
    await expect(store(bytes, { fileName: 'holiday.jpg' })).rejects.toMatchObject({ code })
    expect(await shop.ctx.db.prisma.photo.count()).toBe(before)
    expect(await spooled()).toEqual([])
  })

  test('an upload that breaks off leaves nothing behind', async () => {
    const bytes = await picture()
    let sent = false
    const broken = new Readable({
      read() {
        if (sent) return void this.destroy(new Error('aborted'))
        sent = true
        this.push(bytes.subarray(0, 60))
      },
    })
    const before = await shop.ctx.db.prisma.photo.count()
    await expect(storePhoto(shop.ctx, staff, { stream: broken, fileName: 'x.png' })).rejects.toMatchObject({
      code: 'UPLOAD_INCOMPLETE',
    })
    expect(await shop.ctx.db.prisma.photo.count()).toBe(before)
    expect(await spooled()).toEqual([])
  })

  test('what a killed process left in the spool is swept after an hour', async () => {
    const inAnHour = new Date(Date.now() + 3_700_000)
    const { writeFile } = await import('node:fs/promises')
    await writeFile(join(shop.folder, 'spool', 'left-over'), 'half a file')
    expect(await sweepSpool(shop.ctx, new Date())).toBe(0)
    expect(await sweepSpool(shop.ctx, inAnHour)).toBe(1)
  })

  test('a deleted photo is gone, can be brought back, and comes back when it is uploaded again', async () => {
    const bytes = await picture()
    const { photo } = await store(bytes)
    expect(await deletePhotos(shop.ctx, staff, [photo.id])).toEqual([photo.id])
    expect(await deletePhotos(shop.ctx, staff, [photo.id])).toEqual([])
    const ids = async (deleted: boolean) =>
      (await listPhotos(shop.ctx, staff, { filters: { deleted } })).photos.map(({ id }) => id)
    expect(await ids(false)).not.toContain(photo.id)
    expect(await ids(true)).toContain(photo.id)
    expect(await restorePhotos(shop.ctx, staff, [photo.id])).toEqual([photo.id])
    expect(await ids(false)).toContain(photo.id)

    // It was never read, so it is queued again with the undo.
    expect(await jobsOf(photo.id)).toHaveLength(2)

    await deletePhotos(shop.ctx, staff, [photo.id])
    expect(await store(bytes)).toMatchObject({ status: 'added', photo: { id: photo.id, deletedAt: null } })
  })

  test('a failed photo keeps its original and is read again on retry or when it is uploaded again', async () => {
    const damaged = (await picture()).subarray(0, 80)
    const { photo } = await store(damaged)
    await expect(processPhoto(shop.ctx, photo.id)).rejects.toMatchObject({ code: 'IMAGE_UNREADABLE' })
    expect(await getPhoto(shop.ctx, staff, photo.id)).toMatchObject({
      status: 'failed',
      errorCode: 'IMAGE_UNREADABLE',
    })

    const { photoIds, jobId } = await retryPhotos(shop.ctx, staff, [photo.id])
    expect(photoIds).toEqual([photo.id])
    expect((await jobsOf(photo.id)).map((item) => item.jobId)).toContain(jobId)
    await expect(processPhoto(shop.ctx, photo.id)).rejects.toMatchObject({ code: 'IMAGE_UNREADABLE' })
    expect(await store(damaged)).toMatchObject({
      status: 'duplicate',
      photo: { id: photo.id, status: 'waiting' },
    })
  })

  test('storage that is down fails nothing: the photo waits', async () => {
    const { photo } = await store(await picture())
    // A file where the folder should be.
    const file = join(shop.folder, 'no-folder')
    await writeFile(file, '')
    const down = createStorage({ ...shop.ctx.env, DATA_DIR: file })
    await expect(processPhoto({ ...shop.ctx, storage: down }, photo.id)).rejects.toMatchObject({
      code: 'STORAGE_DOWN',
    })
    expect(await rowOf(photo.id)).toMatchObject({ status: 'waiting', errorCode: null })
    await processPhoto(shop.ctx, photo.id)
    expect(await rowOf(photo.id)).toMatchObject({ status: 'processed' })
  })

  test('an original that storage lost fails its photo, and the same upload heals it', async () => {
    const bytes = await picture()
    const { photo } = await store(bytes)
    const row = await rowOf(photo.id)
    if (!row) throw new Error('unreachable')
    await shop.ctx.storage.remove([storageKey(row, 'original')])
    await expect(processPhoto(shop.ctx, photo.id)).rejects.toMatchObject({ code: 'IMAGE_UNREADABLE' })
    expect(await rowOf(photo.id)).toMatchObject({ status: 'failed' })
    expect(await store(bytes)).toMatchObject({ status: 'duplicate', photo: { status: 'waiting' } })
    await processPhoto(shop.ctx, photo.id)
    expect(await rowOf(photo.id)).toMatchObject({ status: 'processed', errorCode: null })
  })

  test('purge removes row and files, and an upload at the same moment loses nothing', async () => {
    const bytes = await picture()
    const { photo } = await store(bytes)
    await processPhoto(shop.ctx, photo.id)
    const row = await rowOf(photo.id)
    if (!row) throw new Error('unreachable')
    await deletePhotos(shop.ctx, staff, [photo.id])
    expect(await purgePhotos(shop.ctx)).toBe(0)
    const later = new Date(Date.now() + 1000)
    const [again] = await Promise.all([
      store(bytes),
      purgePhotos(shop.ctx, { deletedBefore: later, limit: 50 }),
    ])
    expect(again.status).toBe('added')
    const kept = await rowOf(again.photo.id)
    expect(kept).toMatchObject({ deletedAt: null })
    expect(await text((await shop.ctx.storage.get(storageKey(row, 'original'))).body)).toBe(bytes.toString())

    await deletePhotos(shop.ctx, staff, [again.photo.id])
    await purgePhotos(shop.ctx, { deletedBefore: new Date(Date.now() + 1000), limit: 50 })
    expect(await rowOf(again.photo.id)).toBeNull()
    for (const key of storageKeys(row)) expect(await shop.ctx.storage.head(key)).toBeNull()
  })

  test('a DNG shows its embedded preview, upright', async () => {
    const width = 300
    const height = 200
    const jpeg = await sharp({ create: { width, height, channels: 3, background: '#aa3311' } })
      .jpeg()
      .toBuffer()
    const { photo } = await store(makeDng({ jpeg, width, height }, 6), { fileName: 'raw.dng' })
    await processPhoto(shop.ctx, photo.id)
    expect(await rowOf(photo.id)).toMatchObject({ contentType: 'image/x-adobe-dng', width: 200, height: 300 })
  })

  test('pages by cursor see every photo once while others arrive, and filters combine', async () => {
    const own = await shop.addPerson('customer')
    for (let made = 0; made < 7; made += 1) {
      await store(await picture(), {
        actor: own,
        fileName: made % 2 ? `odd_${made}%.png` : `even ${made}.png`,
      })
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listPhotos(shop.ctx, own, { cursor, limit: 3 })
      seen.push(...page.photos.map(({ fileName }) => fileName))
      if (seen.length === 3) await store(await picture(), { actor: own, fileName: 'late.png' })
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual([
      'even 6.png',
      'odd_5%.png',
      'even 4.png',
      'odd_3%.png',
      'even 2.png',
      'odd_1%.png',
      'even 0.png',
    ])

    const named = async (part: string) =>
      (await listPhotos(shop.ctx, own, { filters: { text: part } })).photos.length
    expect([await named('ODD'), await named('_'), await named('%'), await named('\\')]).toEqual([3, 3, 3, 0])
    const filters = { contentType: ['image/png'], status: ['waiting' as const], text: 'even' }
    expect((await listPhotos(shop.ctx, own, { filters })).photos).toHaveLength(4)
    expect(await countPhotos(shop.ctx, own)).toMatchObject({ waiting: 8, total: 8 })
    await expect(listPhotos(shop.ctx, own, { cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })

  test('customers see and change their own photos only; nobody sees another project', async () => {
    const customer = await shop.addPerson('customer')
    const other = await shop.addPerson('customer')
    const { photo } = await store(await picture(), { actor: customer })
    expect((await getPhoto(shop.ctx, staff, photo.id)).id).toBe(photo.id)
    expect((await getPhoto(shop.ctx, customer, photo.id)).id).toBe(photo.id)
    const elsewhere = await shop.ctx.db.prisma.project.create({ data: { name: 'Another shop' } })
    const stranger = await shop.addPerson('admin', elsewhere.id)
    for (const actor of [other, stranger]) {
      await expect(getPhoto(shop.ctx, actor, photo.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      expect((await listPhotos(shop.ctx, actor)).photos).toEqual([])
      expect(await deletePhotos(shop.ctx, actor, [photo.id])).toEqual([])
      expect((await retryPhotos(shop.ctx, actor, [photo.id])).photoIds).toEqual([])
    }
    expect(await rowOf(photo.id)).toMatchObject({ deletedAt: null })
  })

  test('counts and filter choices hold what the actor may see, deleted photos left out', async () => {
    const { id: projectId } = await shop.ctx.db.prisma.project.create({ data: { name: 'Choices' } })
    const [own, other, all] = [
      await shop.addPerson('customer', projectId),
      await shop.addPerson('customer', projectId),
      await shop.addPerson('staff', projectId),
    ]
    const add = async (actor: Actor, data: { contentType: string; cameraModel?: string; deletedAt?: Date }) =>
      shop.ctx.db.prisma.photo.create({
        data: {
          projectId,
          uploaderId: actor.userId,
          sha256: randomBytes(32).toString('hex'),
          fileName: 'a',
          byteSize: 1,
          extension: 'x',
          ...data,
        },
      })
    await add(own, { contentType: 'image/png', cameraModel: 'B' })
    await add(own, { contentType: 'image/png', cameraModel: 'A' })
    await add(own, { contentType: 'image/tiff', cameraModel: 'Gone', deletedAt: new Date() })
    const shared = await add(other, { contentType: 'image/gif', cameraModel: 'C' })
    await add(other, { contentType: 'image/jpeg' })
    for (const { userId } of [own, other])
      await shop.ctx.db.prisma.photoClaim.create({ data: { photoId: shared.id, userId } })

    expect(await listFilterChoices(shop.ctx, all)).toEqual({
      contentTypes: ['image/gif', 'image/jpeg', 'image/png'],
      cameras: ['A', 'B', 'C'],
    })
    expect(await listFilterChoices(shop.ctx, own)).toEqual({
      contentTypes: ['image/gif', 'image/png'],
      cameras: ['A', 'B', 'C'],
    })
    expect(await listFilterChoices(shop.ctx, other)).toEqual({
      contentTypes: ['image/gif', 'image/jpeg'],
      cameras: ['C'],
    })
    const totals = [all, own, other].map(async (actor) => (await countPhotos(shop.ctx, actor)).total)
    expect(await Promise.all(totals)).toEqual([4, 3, 2])
    expect((await countPhotos(shop.ctx, own, { deleted: true })).total).toBe(1)
  })

  test('the same bytes from two customers are one photo that both have, and each deletes for themselves', async () => {
    const first = await shop.addPerson('customer')
    const second = await shop.addPerson('customer')
    const bytes = await picture()
    const { photo } = await store(bytes, { actor: first })
    expect(await store(bytes, { actor: second })).toMatchObject({
      status: 'duplicate',
      photo: { id: photo.id },
    })
    const sees = async (actor: Actor) => (await listPhotos(shop.ctx, actor)).photos.map(({ id }) => id)
    expect([await sees(first), await sees(second)]).toEqual([[photo.id], [photo.id]])
    expect((await getPhoto(shop.ctx, second, photo.id)).uploader).toBeNull()

    expect(await deletePhotos(shop.ctx, first, [photo.id])).toEqual([photo.id])
    expect([await sees(first), await sees(second)]).toEqual([[], [photo.id]])
    expect(await restorePhotos(shop.ctx, first, [photo.id])).toEqual([photo.id])
    expect([await sees(first), await sees(second)]).toEqual([[photo.id], [photo.id]])

    await deletePhotos(shop.ctx, second, [photo.id])
    expect([await sees(first), await sees(second)]).toEqual([[photo.id], []])
    await store(bytes, { actor: second })
    expect(await sees(second)).toEqual([photo.id])

    await deletePhotos(shop.ctx, first, [photo.id])
    await deletePhotos(shop.ctx, second, [photo.id])
    expect(await rowOf(photo.id)).toMatchObject({ deletedAt: expect.any(Date) as Date })
    await deletePhotos(shop.ctx, staff, [photo.id])
  })
})
