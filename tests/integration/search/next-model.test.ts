import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Actor } from '~/domain/auth/actor'
import { embedNewPhotos } from '~/domain/embeddings/embed-new-photos.server'
import { embedPhotos } from '~/domain/embeddings/embed-photos.server'
import { selectEmbedding } from '~/domain/embeddings/embedding.queries.server'
import { enqueueReembedding } from '~/domain/embeddings/enqueue-reembedding.server'
import { readModelChange } from '~/domain/embeddings/read-model-change.server'
import { switchBack, switchToNextModel } from '~/domain/embeddings/switch-model.server'
import { setRollout } from '~/domain/flags/update-flag.server'
import { jobCatalog } from '~/domain/jobs/catalog'
import { migrateQueue } from '~/domain/jobs/migrate-queue.server'
import { compareModels } from '~/domain/search/compare-models.server'
import { searchPhotos } from '~/domain/search/search-photos.server'
import { createClipClient } from '~/platform/clip/create-clip-client.server'
import type { ClipClient } from '~/platform/clip/clip-client'
import type { AppContext } from '~/platform/context.server'
import { addPhotos } from '~tests/helpers/add-photos'
import { createTestContext } from '~tests/helpers/create-test-context'
import { makePerson } from '~tests/helpers/make-person'
import { startEmbeddingService, type StartedEmbeddingService } from '~tests/helpers/start-embedding-service'
import { untilJob } from '~tests/helpers/watch-job'
import { writeRandomModel } from '~tests/helpers/write-random-model'
import { renderSamples } from '../../../scripts/samples/render-samples'
import { createWorker } from '../../../workers/create-worker'
import { embedStoredPhotos } from '../../../workers/tasks/embed-photos'

/** From one model to the next with two real services; the tests follow each other as an admin's day does. */
let current: StartedEmbeddingService
let next: StartedEmbeddingService
let ctx: AppContext & { clipNext: ClipClient }
let drop: () => Promise<void>
let folder: string
let admin: Actor
let customer: Actor
let ids: Map<string, string>
const old = /^recto-mini@/
const young = /^tiny@/

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recto-next-model-'))
  await writeRandomModel(folder)
  ;[current, next] = await Promise.all([
    startEmbeddingService(),
    startEmbeddingService({ CLIP_MODEL: 'tiny', CLIP_MODEL_DIR: folder }),
  ])
  const test = await createTestContext({ CLIP_SERVICE_URL: current.url, CLIP_NEXT_SERVICE_URL: next.url })
  drop = test.drop
  const { clipNext } = test.ctx
  if (!clipNext) throw new Error('CLIP_NEXT_SERVICE_URL made no client')
  ctx = { ...test.ctx, clipNext }
  await migrateQueue(ctx.db)
  admin = await makePerson(ctx, 'admin')
  customer = { ...(await makePerson(ctx, 'customer')), projectId: admin.projectId }
  const samples = join(folder, 'samples')
  await renderSamples(samples)
  const files = (await readdir(samples)).filter((name) => /^\d\d-.*-front/.test(name)).toSorted()
  ids = await addPhotos(
    ctx,
    admin,
    files.slice(0, 14).map((name) => join(samples, name)),
  )
  await ctx.db.prisma.job.updateMany({ data: { status: 'completed' } })
}, 300_000)
afterEach(() => ctx.db.prisma.flag.deleteMany())
afterAll(async () => {
  await Promise.all([current?.stop(), next?.stop()])
  await drop?.()
  if (folder) await rm(folder, { recursive: true, force: true })
})

const modelOf = async (actor: Actor, context: AppContext = ctx) =>
  (await searchPhotos(context, actor, { text: 'a red dress' })).model
const nextId = async () => (await ctx.clipNext.model()).id
const dot = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0)
async function stored(photoId: string, model: string): Promise<Float32Array> {
  const { sha256 } = await ctx.db.prisma.photo.findUniqueOrThrow({ where: { id: photoId } })
  const vector = await selectEmbedding(ctx.db.pool, model, sha256)
  if (!vector) throw new Error(`no vector of ${model}`)
  return vector
}

test('a flag alone switches nothing: the model was not confirmed', async () => {
  expect(await readModelChange(ctx, admin)).toMatchObject({
    state: 'ready',
    coverage: { photos: 14, current: 14, next: 0 },
    approved: false,
  })
  await setRollout(ctx, admin, { key: 'next-model', state: 'on', percent: 0 })
  expect(await modelOf(admin)).toMatch(old)
})

test('a job reads every photo for the next model while searches stay with the current one', async () => {
  expect(await enqueueReembedding(ctx)).toBe(14)
  const job = await ctx.db.prisma.job.findFirstOrThrow({ where: { name: 'embed-photos' } })
  expect(job.title).toBe('Read photos with the next model, tiny')
  const worker = await createWorker({
    ctx,
    catalog: jobCatalog,
    handlers: { 'embed-photos': embedStoredPhotos },
  })
  try {
    const ended = await untilJob(ctx, job.id, ['completed', 'completed_with_failures', 'failed'])
    expect([ended.status, ended.done]).toEqual(['completed', 14])
  } finally {
    await worker.stop(1_000)
  }
  expect((await readModelChange(ctx, admin)).coverage).toEqual({ photos: 14, current: 14, next: 14 })
  expect(await enqueueReembedding(ctx)).toBe(0)
  expect(await modelOf(admin)).toMatch(old)
})

test('a picture that the next model cannot read stays searchable and is not tried without end', async () => {
  const [photoId = ''] = ids.values()
  const { sha256 } = await ctx.db.prisma.photo.findUniqueOrThrow({ where: { id: photoId } })
  await ctx.db.pool.query('DELETE FROM vectors.image_embedding WHERE sha256 = $1 AND model = $2', [
    sha256,
    await nextId(),
  ])
  const broken = { photoId, sha256, input: Buffer.from('not a picture') }
  const withNext = { ...ctx, clip: ctx.clipNext }
  const { failed } = await embedPhotos(withNext, [broken], AbortSignal.timeout(60_000), { vectorsOnly: true })
  expect(failed).toHaveLength(1)
  const photo = await ctx.db.prisma.photo.findUniqueOrThrow({ where: { id: photoId } })
  expect(photo.status).toBe('ready')
  // As the worker notes it.
  await ctx.db.prisma.jobItem.updateMany({ where: { key: photoId }, data: { status: 'failed' } })
  expect(await enqueueReembedding(ctx)).toBe(0)
  await ctx.db.prisma.jobItem.updateMany({ where: { key: photoId }, data: { status: 'done' } })
})

test('a switch that would hide more photos than the admin was shown is refused, and so is anybody else’s', async () => {
  const seen = { model: await nextId(), missing: 0, reach: 'on' } as const
  await expect(switchToNextModel(ctx, admin, seen)).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(
    switchToNextModel(ctx, admin, { ...seen, missing: 1, model: 'other@1' }),
  ).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  for (const role of ['staff', 'customer'] as const) {
    const refused = switchToNextModel(ctx, { ...admin, role }, { ...seen, missing: 1 })
    await expect(refused).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
  }
  expect((await readModelChange(ctx, admin)).approved).toBe(false)
  expect(await modelOf(admin)).toMatch(old)
})

test('new photos are read by both, so that nobody waits for a sweep', async () => {
  const [photoId = ''] = ids.values()
  const { sha256 } = await ctx.db.prisma.photo.findUniqueOrThrow({ where: { id: photoId } })
  await embedNewPhotos(ctx, [{ photoId, sha256 }], AbortSignal.timeout(60_000))
  expect((await readModelChange(ctx, admin)).coverage).toEqual({ photos: 14, current: 14, next: 14 })
})

test('the comparison asks each model for its own vectors among its own rows', async () => {
  const { queries, overlap, bands } = await compareModels(ctx, admin, ['a red dress', 'striped t-shirt'])
  expect(queries.filter(({ photo }) => photo)).toHaveLength(12)
  expect(queries.filter(({ text }) => text)).toHaveLength(2)
  for (const query of queries) {
    for (const [side, clip] of [['current', ctx.clip] as const, ['next', ctx.clipNext] as const]) {
      const model = (await clip.model()).id
      const asked = query.photo
        ? await stored(query.photo.id, model)
        : (await clip.embedText(query.text ?? '')).vector
      expect(query[side]).toHaveLength(10)
      for (const { photo, similarity } of query[side]) {
        expect(similarity).toBeCloseTo(dot(asked, await stored(photo.id, model)), 4)
      }
    }
    const shared = query.current.filter((one) => query.next.some((other) => other.photo.id === one.photo.id))
    expect(query.overlap).toBeCloseTo(shared.length / 10)
  }
  // Thirteen candidates and ten places: two rankings of random models share at least seven of them.
  expect(overlap.photos).toBeGreaterThanOrEqual(0.7)
  expect(overlap.photos).toBeLessThan(1)
  for (const side of [bands.current, bands.next]) {
    expect(side.strong + side.possible + side.weak + side.none).toBe(140)
  }
})

test('the switch reaches staff, then everybody, and goes back', async () => {
  const seen = { model: await nextId(), missing: 0 }
  await switchToNextModel(ctx, admin, { ...seen, reach: 'internal' })
  expect([await modelOf(admin), await modelOf(customer)]).toEqual([
    expect.stringMatching(young),
    expect.stringMatching(old),
  ])
  await switchToNextModel(ctx, admin, { ...seen, reach: 'on' })
  expect(await modelOf(customer)).toMatch(young)
  const [similarTo = ''] = ids.values()
  const { model, results } = await searchPhotos(ctx, admin, { similarTo })
  expect(model).toMatch(young)
  for (const { photoId, similarity } of results) {
    const cosine = dot(await stored(similarTo, seen.model), await stored(photoId, seen.model))
    expect(similarity).toBeCloseTo(cosine, 4)
  }
  await switchBack(ctx, admin)
  expect([await modelOf(admin), await modelOf(customer)]).toEqual([
    expect.stringMatching(old),
    expect.stringMatching(old),
  ])
})

test('once the settings name the next service as the current one, nothing is read again', async () => {
  await setRollout(ctx, admin, { key: 'next-model', state: 'on', percent: 0 })
  const moved = { ...ctx, clip: ctx.clipNext, clipNext: null }
  expect(await enqueueReembedding(moved)).toBe(0)
  expect(await modelOf(customer, moved)).toMatch(young)
  // The flag left on by the last change says nothing about the next one.
  expect(await modelOf(customer, { ...moved, clipNext: ctx.clip })).toMatch(young)
})

test('while the next service is down its people are served by the current one, in whole', async () => {
  await switchToNextModel(ctx, admin, { model: await nextId(), missing: 0, reach: 'on' })
  const url = next.url
  await next.kill()
  for (const clipNext of [
    ctx.clipNext,
    createClipClient({ CLIP_SERVICE_URL: url, CLIP_API_TOKEN: undefined }),
  ]) {
    const answer = await searchPhotos({ ...ctx, clipNext }, admin, { text: 'green trousers' })
    expect([answer.model, answer.degraded]).toEqual([expect.stringMatching(old), undefined])
  }
  expect(
    (
      await readModelChange(
        { ...ctx, clipNext: createClipClient({ CLIP_SERVICE_URL: url, CLIP_API_TOKEN: undefined }) },
        admin,
      )
    ).state,
  ).toBe('waiting')
})
