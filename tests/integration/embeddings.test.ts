import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '~/domain/auth/actor'
import { embedPhotos } from '~/domain/embeddings/embed-photos.server'
import { enqueueReembedding } from '~/domain/embeddings/enqueue-reembedding.server'
import { jobCatalog } from '~/domain/jobs/catalog'
import { migrateQueue } from '~/domain/jobs/migrate-queue.server'
import { processPhoto } from '~tests/helpers/process-photo'
import { storageKey } from '~/domain/photos/storage-keys'
import { storePhoto } from '~/domain/photos/store-photo.server'
import { createClipClient } from '~/platform/clip/create-clip-client.server'
import type { AppContext } from '~/platform/context.server'
import { createTestContext } from '~tests/helpers/create-test-context'
import { makePerson } from '~tests/helpers/make-person'
import { startEmbeddingService, type StartedEmbeddingService } from '~tests/helpers/start-embedding-service'
import { untilJob } from '~tests/helpers/watch-job'
import { createWorker } from '../../workers/create-worker'
import { embedStoredPhotos } from '../../workers/tasks/embed-photos'

let service: StartedEmbeddingService
let ctx: AppContext
let drop: () => Promise<void>
let folder: string | undefined
let staff: Actor
const patience = () => AbortSignal.timeout(60_000)

beforeAll(async () => {
  service = await startEmbeddingService()
  ;({ ctx, drop } = await createTestContext({ CLIP_SERVICE_URL: service.url }))
  await migrateQueue(ctx.db)
  folder = await mkdtemp(join(tmpdir(), 'recto-embeddings-'))
}, 300_000)
beforeEach(async () => {
  await ctx.db.pool.query('TRUNCATE vectors.image_embedding, vectors.model')
  staff = await makePerson(ctx, 'staff')
})
afterAll(async () => {
  await service?.stop()
  await drop?.()
  if (folder) await rm(folder, { recursive: true, force: true })
})

/** A stored and processed photo, its preview in storage, without an embedding. */
async function addProcessed(actor: Actor, hue: number): Promise<{ photoId: string; sha256: string }> {
  const background = `hsl(${hue}, 60%, 50%)`
  const file = join(folder ?? '', `${hue}.png`)
  await writeFile(
    file,
    await sharp({ create: { width: 64, height: 48, channels: 3, background } })
      .png()
      .toBuffer(),
  )
  const { photo } = await storePhoto(ctx, actor, { stream: sharp(file).png(), fileName: `${hue}.png` })
  const { sha256 } = await processPhoto(ctx, photo.id, patience())
  return { photoId: photo.id, sha256 }
}
const countVectors = async () =>
  Number((await ctx.db.pool.query('SELECT count(*) FROM vectors.image_embedding')).rows[0].count)
const statusOf = async (id: string) => {
  const { status, errorCode } = await ctx.db.prisma.photo.findUniqueOrThrow({ where: { id } })
  return { status, errorCode }
}

test('photos become ready from their stored previews; a second time changes nothing', async () => {
  const items = [await addProcessed(staff, 10), await addProcessed(staff, 120)]
  const first = await embedPhotos(ctx, items, patience())
  expect(first).toEqual({ embedded: expect.arrayContaining(items.map((item) => item.photoId)), failed: [] })
  expect(await statusOf(items[0]?.photoId ?? '')).toEqual({ status: 'ready', errorCode: null })
  await embedPhotos(ctx, items, patience())
  expect(await countVectors()).toBe(2)
})

test('content that another project embedded costs nothing: it is ready without its file or the service', async () => {
  await embedPhotos(ctx, [await addProcessed(staff, 10)], patience())
  const other = await addProcessed(await makePerson(ctx, 'staff'), 10)
  const { projectId, sha256, extension } = await ctx.db.prisma.photo.findUniqueOrThrow({
    where: { id: other.photoId },
  })
  await ctx.storage.remove([storageKey({ projectId, sha256, extension }, 'preview')])
  expect((await embedPhotos(ctx, [other], patience())).embedded).toEqual([other.photoId])
  expect(await countVectors()).toBe(1)
})

test('a picture that cannot be read fails alone, with a reason', async () => {
  const good = await addProcessed(staff, 10)
  const damaged = await addProcessed(staff, 120)
  const lost = await addProcessed(staff, 240)
  const photo = await ctx.db.prisma.photo.findUniqueOrThrow({ where: { id: lost.photoId } })
  await ctx.storage.remove([storageKey(photo, 'preview')])
  const { embedded, failed } = await embedPhotos(
    ctx,
    [good, { ...damaged, input: Buffer.from('not a picture') }, lost],
    patience(),
  )
  expect(embedded).toEqual([good.photoId])
  expect(failed.map(({ photoId }) => photoId).toSorted()).toEqual([damaged.photoId, lost.photoId].toSorted())
  expect((await statusOf(damaged.photoId)).status).toBe('failed')
  expect(await statusOf(lost.photoId)).toEqual({ status: 'failed', errorCode: 'NOT_FOUND' })
  // The retry button: once its file is back, the photo is like the others.
  await processPhoto(ctx, lost.photoId, patience())
  expect((await embedPhotos(ctx, [lost, damaged], patience())).failed).toEqual([])
  expect(await statusOf(lost.photoId)).toEqual({ status: 'ready', errorCode: null })
})

test('while the service is down nothing changes and the caller hears of it', async () => {
  const item = await addProcessed(staff, 10)
  const deaf = {
    ...ctx,
    clip: createClipClient({ CLIP_SERVICE_URL: 'http://127.0.0.1:9', CLIP_API_TOKEN: undefined }),
  }
  await expect(embedPhotos(deaf, [item], patience())).rejects.toMatchObject({ code: 'ML_SERVICE_DOWN' })
  expect(await statusOf(item.photoId)).toEqual({ status: 'processed', errorCode: null })
})

test('a cancelled call stops and leaves the rest for later', async () => {
  const items = await Promise.all([0, 60, 120, 180].map((hue) => addProcessed(staff, hue)))
  await expect(embedPhotos(ctx, items, AbortSignal.abort())).rejects.toThrow()
  expect(await countVectors()).toBe(0)
})

test('after a change of the model a job reads the photos again, and only those', async () => {
  const items = [
    await addProcessed(staff, 10),
    await addProcessed(staff, 120),
    await addProcessed(staff, 240),
  ]
  // Their uploads' own job is over.
  await ctx.db.prisma.job.updateMany({ data: { status: 'completed' } })
  await embedPhotos(ctx, items, patience())
  const queued = async () => {
    await enqueueReembedding(ctx)
    const jobs = await ctx.db.prisma.job.findMany({
      where: { projectId: staff.projectId, name: 'embed-photos' },
      include: { items: true },
    })
    return jobs.map((job) => job.items.map((item) => item.key).toSorted())
  }
  expect(await queued()).toEqual([])
  await ctx.db.pool.query(`UPDATE vectors.image_embedding SET model = 'older@1' WHERE sha256 <> $1`, [
    items[0]?.sha256,
  ])
  const older = items.slice(1).map((item) => item.photoId)
  expect(await queued()).toEqual([older.toSorted()])
  // A second sweep finds them in good hands.
  expect(await enqueueReembedding(ctx)).toBe(0)
  await embedPhotos(ctx, items, patience())
  // The older model's vectors stay; they are never compared with the new ones.
  expect(await countVectors()).toBe(5)
})

test('the worker reads the photos again from their previews; one that was purged harms nobody', async () => {
  const items = [
    await addProcessed(staff, 10),
    await addProcessed(staff, 120),
    // A content that no other test of this file has: another project's photo of it would be read for good reason.
    await addProcessed(staff, 300),
  ]
  await ctx.db.prisma.job.updateMany({ data: { status: 'completed' } })
  await embedPhotos(ctx, items, patience())
  await ctx.db.pool.query(`UPDATE vectors.image_embedding SET model = 'older@1'`)
  await enqueueReembedding(ctx)
  const purged = items[2]?.photoId ?? ''
  await ctx.db.prisma.photo.delete({ where: { id: purged } })
  const job = await ctx.db.prisma.job.findFirstOrThrow({
    where: { projectId: staff.projectId, name: 'embed-photos' },
  })
  const handlers = { 'embed-photos': embedStoredPhotos }
  const worker = await createWorker({ ctx, catalog: jobCatalog, handlers })
  try {
    const ended = await untilJob(ctx, job.id, ['completed', 'completed_with_failures', 'failed'])
    expect([ended.status, ended.done]).toEqual(['completed', 3])
  } finally {
    await worker.stop(1_000)
  }
  const { id } = await ctx.clip.model()
  const { rows } = await ctx.db.pool.query(
    // The worker also reads the photos that other tests of this file left.
    'SELECT sha256 FROM vectors.image_embedding WHERE model = $1 AND sha256 = ANY ($2) ORDER BY sha256',
    [id, items.map(({ sha256 }) => sha256)],
  )
  const kept = items.slice(0, 2).map(({ sha256 }) => sha256)
  expect(rows.map(({ sha256 }) => sha256)).toEqual(kept.toSorted())
})

test('many photos become ready in one call, in batches', async () => {
  const items = []
  for (let hue = 0; hue < 40; hue++) items.push(await addProcessed(staff, hue * 9))
  const { embedded } = await embedPhotos(ctx, items, patience())
  expect(new Set(embedded)).toEqual(new Set(items.map((item) => item.photoId)))
  const ready = await ctx.db.prisma.photo.count({ where: { projectId: staff.projectId, status: 'ready' } })
  expect(ready).toBe(40)
})
