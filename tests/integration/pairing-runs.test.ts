import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/auth/actor'
import { applyChange } from '~/domain/pairing/runs/apply-change'
import { changePairs } from '~/domain/pairing/runs/change-pairs.server'
import { estimateRun } from '~/domain/pairing/runs/estimate-run.server'
import { insertEmbeddings, upsertModel } from '~/domain/embeddings/embedding.queries.server'
import { executePairingRun } from '~/domain/pairing/runs/execute-pairing-run.server'
import { getPairingRun } from '~/domain/pairing/runs/get-pairing-run.server'
import { listPhotoChoices } from '~/domain/pairing/runs/list-photo-choices.server'
import { listPairingRuns } from '~/domain/pairing/runs/list-pairing-runs.server'
import type { PairChange } from '~/domain/pairing/runs/pair-change'
import { startPairingRun } from '~/domain/pairing/runs/start-pairing-run.server'
import { UndoHistory, undoChange } from '~/domain/pairing/runs/undo-history'
import { deletePhotos, restorePhotos } from '~/domain/photos/delete-photos.server'
import { processPhoto } from '~tests/helpers/process-photo'
import { storePhoto } from '~/domain/photos/store-photo.server'
import { changeProduct } from '~/domain/products/change-product.server'
import type { ClipClient, ClipModel } from '~/platform/clip/clip-client'
import { AppError } from '~/platform/errors'
import { createPhotoContext } from '../helpers/photo-context'
import { renderSet } from '../helpers/render-pairs/render-set'

type Shop = Awaited<ReturnType<typeof createPhotoContext>>
let shop: Shop
let staff: Actor
let truth: Array<{ front: string; back: string }>

/** An embedding service that is down, as far as pairing can tell: it must go on without. */
const clip: ClipClient = {
  model: () => Promise.reject(new AppError('ML_SERVICE_DOWN', 'down')),
  embedImages: () => Promise.reject(new AppError('ML_SERVICE_DOWN', 'down')),
  readImages: () => Promise.reject(new AppError('ML_SERVICE_DOWN', 'down')),
  embedText: () => Promise.reject(new AppError('ML_SERVICE_DOWN', 'down')),
}
const logged: string[] = []
const options = (signal = new AbortController().signal) => ({
  openai: null,
  signal,
  log: (_: string, message: string) => logged.push(message),
  progress: () => {},
  step: <Result>(_: string, ask: () => Promise<Result>) => ask(),
})

beforeAll(async () => {
  shop = await createPhotoContext()
  staff = await shop.addPerson('staff')
  const set = await renderSet('easy', 3, 4)
  const ids = new Map<string, string>()
  for (const { name, bytes } of set.photos) {
    const { photo } = await storePhoto(shop.ctx, staff, {
      stream: Readable.from([bytes]),
      fileName: name,
      batchId: crypto.randomUUID(),
    })
    await processPhoto(shop.ctx, photo.id, new AbortController().signal)
    ids.set(name, photo.id)
  }
  truth = set.truth.map(({ front, back }) => ({ front: ids.get(front) ?? '', back: ids.get(back) ?? '' }))
})
afterAll(() => shop.close())

const context = () => ({ ...shop.ctx, clip })
const couples = (pairs: ReadonlyArray<{ front: string; back: string }>): string[] =>
  pairs.map(({ front, back }) => [front, back].sort().join('+')).sort()
const ids = (pair: { front: { id: string }; back: { id: string } }) => ({
  front: pair.front.id,
  back: pair.back.id,
})

async function finishedRun(): Promise<string> {
  const { runId } = await startPairingRun(context(), staff, { strategy: 'local' })
  await executePairingRun(context(), runId, options())
  return runId
}

async function firstPair(runId: string) {
  const [pair] = (await getPairingRun(context(), staff, runId)).pairs
  if (!pair) throw new Error('the run has no pair')
  return pair
}

describe('a pairing run', () => {
  it('is recorded with its job, proposes the right pairs without the embedding service, and makes no product', async () => {
    const { runId, jobId, photos } = await startPairingRun(context(), staff, { strategy: 'local' })
    expect(photos).toBe(8)
    const job = await shop.ctx.db.prisma.job.findUniqueOrThrow({ where: { id: jobId } })
    expect(job.name).toBe('pair-photos')
    await executePairingRun(context(), runId, options())
    const run = await getPairingRun(context(), staff, runId)
    expect(couples(run.pairs.map(ids))).toEqual(couples(truth))
    expect(run.finishedAt).not.toBeNull()
    expect(logged.join()).toMatch(/without the embedding model/)
    expect(await shop.ctx.db.prisma.product.count()).toBe(0)
    // Tried again by another worker: nothing doubles.
    await executePairingRun(context(), runId, options())
    expect((await getPairingRun(context(), staff, runId)).pairs).toHaveLength(run.pairs.length)
    expect((await listPairingRuns(context(), staff))[0]).toMatchObject({
      id: runId,
      proposed: 4,
      accepted: 0,
      photos: 8,
    })
  })

  it('takes the vectors that ingestion stored, also while the embedding service is down', async () => {
    const { pool, prisma } = shop.ctx.db
    const photos = await prisma.photo.findMany({ select: { id: true, sha256: true } })
    const productOf = (id: string): number => truth.findIndex(({ front, back }) => [front, back].includes(id))
    const calibration = {} as ClipModel['calibration']
    await upsertModel(pool, { id: 'm@1', name: 'm', revision: '1', dimensions: 512, calibration })
    const vectors = photos.map(({ id, sha256 }) => ({
      sha256,
      vector: Float32Array.from({ length: 512 }, (_, at) => (at === productOf(id) ? 1 : 0)),
    }))
    await insertEmbeddings(pool, 'm@1', vectors)
    const run = await getPairingRun(context(), staff, await finishedRun())
    expect(run.notes.join()).not.toMatch(/without the embedding model/)
    expect(run.pairs.flatMap(({ evidence }) => evidence).join()).toContain(
      'the picture model finds them alike',
    )
    await pool.query(`DELETE FROM vectors.image_embedding WHERE model = 'm@1'`)
  })

  it('cancelled half-way leaves no pair and can be done again', async () => {
    const { runId } = await startPairingRun(context(), staff, { strategy: 'local' })
    const stop = new AbortController()
    stop.abort()
    await expect(executePairingRun(context(), runId, options(stop.signal))).rejects.toThrow()
    expect((await getPairingRun(context(), staff, runId)).pairs).toHaveLength(0)
    await executePairingRun(context(), runId, options())
    expect((await getPairingRun(context(), staff, runId)).pairs).toHaveLength(4)
  })

  it('needs a key for direct and hybrid, and says so', async () => {
    await expect(startPairingRun(context(), staff, { strategy: 'direct' })).rejects.toMatchObject({
      code: 'OPENAI_NOT_CONFIGURED',
    })
  })

  it('is not for customers', async () => {
    const runId = await finishedRun()
    const customer = await shop.addPerson('customer')
    const denied = { code: 'PERMISSION_DENIED' }
    await expect(getPairingRun(context(), customer, runId)).rejects.toMatchObject(denied)
    await expect(listPairingRuns(context(), customer)).rejects.toMatchObject(denied)
    await expect(startPairingRun(context(), customer, { strategy: 'local' })).rejects.toMatchObject(denied)
    await expect(changePairs(context(), customer, runId, [{ kind: 'accept-sure' }])).rejects.toMatchObject(
      denied,
    )
  })

  it('is invisible to another project', async () => {
    const runId = await finishedRun()
    const other = await shop.ctx.db.prisma.project.create({ data: { name: 'Other shop' } })
    const stranger = await shop.addPerson('staff', other.id)
    await expect(getPairingRun(context(), stranger, runId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(changePairs(context(), stranger, runId, [{ kind: 'accept-sure' }])).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(
      startPairingRun(context(), stranger, { strategy: 'local', choice: { kind: 'run', runId } }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const photoIds = truth.flatMap(({ front, back }) => [front, back])
    await expect(
      startPairingRun(context(), stranger, { strategy: 'local', choice: { kind: 'photos', photoIds } }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

describe('the desk', () => {
  it('shows at once what the server will answer, and takes a row of decisions back step by step', async () => {
    const runId = await finishedRun()
    const start = await getPairingRun(context(), staff, runId)
    const [first, second, third] = start.pairs
    if (!first || !second || !third) throw new Error('the run has too few pairs')
    const madeId = crypto.randomUUID()
    const changes: PairChange[] = [
      { kind: 'swap', pairId: first.id, version: 0 },
      { kind: 'accept', pairId: first.id, version: 1 },
      { kind: 'split', pairId: second.id, version: 0 },
      { kind: 'join', id: madeId, front: second.front.id, back: third.back.id },
      { kind: 'swap', pairId: madeId, version: 0 },
      { kind: 'accept-sure' },
    ]
    const history = UndoHistory.from(null)
    let shown = start
    for (const change of changes) {
      shown = applyChange(shown, change)
      history.record(change.kind, change, await changePairs(context(), staff, runId, [change]))
      const real = await getPairingRun(context(), staff, runId)
      expect(outline(shown)).toEqual(outline(real))
      // A change that the page has loaded already is not made twice.
      expect(outline(applyChange(real, change))).toEqual(outline(real))
    }
    for (let step = history.take(); step; step = history.take()) {
      history.undone(step, await changePairs(context(), staff, runId, step.send))
    }
    const end = await getPairingRun(context(), staff, runId)
    const facts = (run: typeof end) =>
      run.pairs.map((pair) => `${pair.id} ${pair.front.id} ${pair.back.id} ${pair.accepted}`)
    expect(facts(end)).toEqual(facts(start))
    expect(await shop.ctx.db.prisma.product.count({ where: { deletedAt: null } })).toBe(0)
  })

  it('gives an accepted pair its former product again, name and all', async () => {
    const runId = await finishedRun()
    const pair = await firstPair(runId)
    const change = (kind: 'accept' | 'unaccept' | 'swap', version: number) =>
      changePairs(context(), staff, runId, [{ kind, pairId: pair.id, version }])
    await change('accept', 0)
    const { productId } = await firstPair(runId)
    if (!productId) throw new Error('no product was made')
    await shop.ctx.db.prisma.product.update({ where: { id: productId }, data: { name: 'Blue shirt' } })
    await change('unaccept', 1)
    await change('swap', 2)
    await change('accept', 3)
    const product = await shop.ctx.db.prisma.product.findFirstOrThrow({
      where: { id: productId, deletedAt: null },
      include: { photos: true },
    })
    expect(product.name).toBe('Blue shirt')
    expect(product.photos.find(({ role }) => role === 'front')?.photoId).toBe(pair.back.id)
    await change('unaccept', 4)
  })

  it('tells who was quicker, and keeps what they did', async () => {
    const runId = await finishedRun()
    const pair = await firstPair(runId)
    const bea = await shop.addPerson('staff')
    await shop.ctx.db.prisma.user.update({ where: { id: bea.userId }, data: { name: 'Bea' } })
    await changePairs(context(), bea, runId, [{ kind: 'accept', pairId: pair.id, version: 0 }])
    await expect(
      changePairs(context(), staff, runId, [{ kind: 'split', pairId: pair.id, version: 0 }]),
    ).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'Bea changed this pair while you looked at it. It is accepted now.',
    })
    expect((await firstPair(runId)).accepted).toBe(true)
    await undoAll(runId)
  })

  it('takes two people who accept everything in two runs at once, and makes each product once', async () => {
    const [one, two] = [await finishedRun(), await finishedRun()]
    const bea = await shop.addPerson('staff')
    // How sure the pairing is of these four is not this test's matter.
    await shop.ctx.db.prisma.pairingPair.updateMany({
      where: { runId: { in: [one, two] } },
      data: { confidence: 'sure' },
    })
    await Promise.all([
      changePairs(context(), staff, one, [{ kind: 'accept-sure' }]),
      changePairs(context(), bea, two, [{ kind: 'accept-sure' }]),
    ])
    const sides = await shop.ctx.db.prisma.productPhoto.groupBy({
      by: ['photoId'],
      where: { product: { deletedAt: null } },
      _count: true,
    })
    expect(sides).toHaveLength(8)
    expect(sides.every(({ _count }) => _count === 1)).toBe(true)
    await undoAll(one)
    await undoAll(two)
  })

  it('lets a pair wait for review again when its product is deleted', async () => {
    const runId = await finishedRun()
    const pair = await firstPair(runId)
    await changePairs(context(), staff, runId, [{ kind: 'accept', pairId: pair.id, version: 0 }])
    const { productId } = await firstPair(runId)
    if (!productId) throw new Error('no product was made')
    await changeProduct(context(), staff, productId, [{ kind: 'delete' }])
    expect((await firstPair(runId)).accepted).toBe(false)
    await changePairs(context(), staff, runId, [{ kind: 'accept', pairId: pair.id, version: 1 }])
    expect(await firstPair(runId)).toMatchObject({ accepted: true, productId })
    await undoAll(runId)
  })
})

describe('photos that go while a run works', () => {
  it('proposes no pair of a photo that was deleted meanwhile, and says so', async () => {
    const { runId } = await startPairingRun(context(), staff, { strategy: 'local' })
    const doomed = truth[0]?.back ?? ''
    const { storage } = shop.ctx
    let deleted: Promise<unknown> | undefined
    // The run knows all of its photos by the time it reads the first of them.
    const get: typeof storage.get = async (...args) => {
      await (deleted ??= deletePhotos(context(), staff, [doomed]))
      return storage.get(...args)
    }
    await executePairingRun({ ...context(), storage: { ...storage, get } }, runId, options())
    const run = await getPairingRun(context(), staff, runId)
    expect(run.pairs.flatMap(({ front, back }) => [front.id, back.id])).not.toContain(doomed)
    expect(run.unpaired.map(({ id }) => id)).toContain(truth[0]?.front)
    expect(run.lostPhotos).toBe(1)
    expect(run.notes.join()).toMatch(/1 pair lost a photo that was deleted meanwhile/)
    await restorePhotos(context(), staff, [doomed])
  })

  it('says which pair cannot be accepted, and why', async () => {
    const runId = await finishedRun()
    const pair = await firstPair(runId)
    await deletePhotos(context(), staff, [pair.back.id])
    expect((await firstPair(runId)).blocked).toBe(`${pair.back.fileName} was deleted`)
    await changePairs(context(), staff, runId, [{ kind: 'accept-sure' }])
    expect((await firstPair(runId)).accepted).toBe(false)
    await restorePhotos(context(), staff, [pair.back.id])
    await undoAll(runId)
  })

  it('leaves to its successor what a worker that was thought dead would write', async () => {
    const { runId } = await startPairingRun(context(), staff, { strategy: 'local' })
    let reviewed: string[] = []
    const outcome = async () =>
      (await getPairingRun(context(), staff, runId)).pairs.map(({ id, accepted }) => `${id} ${accepted}`)
    // Frozen where it asks the embedding service; by the time it wakes up its pairs are under review.
    const embedImages: typeof clip.embedImages = async () => {
      await executePairingRun(context(), runId, options())
      const pairId = (await firstPair(runId)).id
      await changePairs(context(), staff, runId, [{ kind: 'accept', pairId, version: 0 }])
      reviewed = await outcome()
      throw new AppError('ML_SERVICE_DOWN', 'down')
    }
    const late = { ...context(), clip: { ...clip, embedImages } }
    await executePairingRun(late, runId, options())
    expect(reviewed).toHaveLength(4)
    expect(reviewed.filter((pair) => pair.endsWith('true'))).toHaveLength(1)
    expect(await outcome()).toEqual(reviewed)
    await undoAll(runId)
  })
})

describe('what can be paired', () => {
  it('counts, leaves out what is in a product, and tells the price before anything is sent', async () => {
    const runId = await finishedRun()
    const pair = await firstPair(runId)
    await changePairs(context(), staff, runId, [{ kind: 'accept', pairId: pair.id, version: 0 }])
    const estimate = await estimateRun(context(), staff, { kind: 'unused' })
    expect(estimate).toMatchObject({ photos: 6, leftOut: { inProducts: 2, waiting: 0, unreadable: 0 } })
    expect(estimate.strategies.find(({ name }) => name === 'local')).toMatchObject({
      usd: 0,
      unavailable: null,
    })
    const direct = estimate.strategies.find(({ name }) => name === 'direct')
    expect(direct?.unavailable).toMatch(/OPENAI_API_KEY/)
    expect(direct?.usd).toBeGreaterThan(0.001)
    // Asked for by name they take part: how else could they be compared again?
    const again = await estimateRun(context(), staff, { kind: 'run', runId })
    expect(again.photos).toBe(8)
    await undoAll(runId)
  })

  it('refuses one photo alone', async () => {
    const choice = { kind: 'photos', photoIds: [truth[0]?.front ?? ''] } as const
    await expect(startPairingRun(context(), staff, { strategy: 'local', choice })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })

  it('knows an upload by its job, and another project’s by nothing', async () => {
    const job = await shop.ctx.db.prisma.job.findFirstOrThrow({ where: { title: 'Uploaded photos' } })
    // Each photo of this test came with a batch of its own; two jobs of one key are one upload.
    await shop.ctx.db.prisma.job.updateMany({
      where: { title: 'Uploaded photos', id: { not: job.id } },
      data: { key: 'later', status: 'completed' },
    })
    const [later, first] = (await listPhotoChoices(context(), staff)).uploads
    expect([later?.photos, first]).toEqual([7, undefined])
    const photosOf = async (jobId: string) =>
      (await estimateRun(context(), staff, { kind: 'upload', jobId })).photos
    expect([await photosOf(job.id), await photosOf(later?.jobId ?? '')]).toEqual([1, 7])
    const other = await shop.ctx.db.prisma.project.create({ data: { name: 'Third shop' } })
    const stranger = await shop.addPerson('staff', other.id)
    await expect(estimateRun(context(), stranger, { kind: 'upload', jobId: job.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})

describe('review', () => {
  it('accepts into a product with front and back, and takes it back', async () => {
    const runId = await finishedRun()
    const pair = await firstPair(runId)
    const accept: PairChange = { kind: 'accept', pairId: pair.id, version: pair.version }
    const result = await changePairs(context(), staff, runId, [accept])
    const product = await shop.ctx.db.prisma.product.findFirstOrThrow({
      where: { deletedAt: null },
      include: { photos: true },
    })
    expect(product.photos.map(({ photoId, role }) => `${role} ${photoId}`).sort()).toEqual([
      `back ${pair.back.id}`,
      `front ${pair.front.id}`,
    ])
    await changePairs(context(), staff, runId, undoChange(accept, result))
    expect(await shop.ctx.db.prisma.product.count({ where: { deletedAt: null } })).toBe(0)
    expect((await firstPair(runId)).accepted).toBe(false)
  })

  it('gives the second of two reviewers a conflict and changes nothing', async () => {
    const runId = await finishedRun()
    const pair = await firstPair(runId)
    const change = (kind: 'accept' | 'swap') =>
      changePairs(context(), staff, runId, [{ kind, pairId: pair.id, version: pair.version }])
    const outcomes = await Promise.allSettled([change('swap'), change('accept')])
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused).toHaveLength(1)
    expect(refused[0]?.reason).toMatchObject({ code: 'CONFLICT' })
    const now = await firstPair(runId)
    expect(now.version).toBe(pair.version + 1)
    if (now.accepted)
      await changePairs(context(), staff, runId, [{ kind: 'unaccept', pairId: now.id, version: now.version }])
  })

  it('never makes two products of one photo, even from two runs', async () => {
    const [one, two] = [await finishedRun(), await finishedRun()]
    const accepted = await changePairs(context(), staff, one, [
      { kind: 'accept', pairId: (await firstPair(one)).id, version: 0 },
    ])
    const taken = (await getPairingRun(context(), staff, one)).pairs.find((pair) => pair.accepted)
    const twin = (await getPairingRun(context(), staff, two)).pairs.find(
      (pair) => pair.front.id === taken?.front.id,
    )
    if (!twin) throw new Error('both runs should propose the same pair')
    await expect(
      changePairs(context(), staff, two, [{ kind: 'accept', pairId: twin.id, version: twin.version }]),
    ).rejects.toMatchObject({ code: 'CONFLICT' })
    await changePairs(context(), staff, two, [{ kind: 'accept-sure' }])
    const products = await shop.ctx.db.prisma.productPhoto.groupBy({
      by: ['photoId'],
      where: { product: { deletedAt: null } },
      _count: true,
    })
    expect(products.every(({ _count }) => _count === 1)).toBe(true)
    await undoAll(two)
    await changePairs(context(), staff, one, undoChange({ kind: 'accept', pairId: '', version: 0 }, accepted))
  })

  it('accepts only the sure ones in bulk', async () => {
    const runId = await finishedRun()
    const pair = await firstPair(runId)
    await shop.ctx.db.prisma.pairingPair.update({ where: { id: pair.id }, data: { confidence: 'doubtful' } })
    await changePairs(context(), staff, runId, [{ kind: 'accept-sure' }])
    const run = await getPairingRun(context(), staff, runId)
    expect(run.pairs.every((one) => one.accepted === (one.confidence === 'sure'))).toBe(true)
    expect(run.pairs.find((one) => one.id === pair.id)?.accepted).toBe(false)
    await undoAll(runId)
  })

  it('re-pairs by hand, frees the former partners, and takes it all back at once', async () => {
    const runId = await finishedRun()
    const before = await getPairingRun(context(), staff, runId)
    const [first, second] = before.pairs
    if (!first || !second) throw new Error('the run has too few pairs')
    const join: PairChange = {
      kind: 'join',
      id: crypto.randomUUID(),
      front: first.front.id,
      back: second.back.id,
    }
    const result = await changePairs(context(), staff, runId, [join])
    const after = await getPairingRun(context(), staff, runId)
    expect(after.pairs).toHaveLength(before.pairs.length - 1)
    expect(after.unpaired.map(({ id }) => id).sort()).toEqual([first.back.id, second.front.id].sort())
    await changePairs(context(), staff, runId, undoChange(join, result))
    const restored = await getPairingRun(context(), staff, runId)
    expect(couples(restored.pairs.map(ids))).toEqual(couples(before.pairs.map(ids)))
    expect(restored.unpaired).toHaveLength(0)
  })

  it('refuses to accept a pair whose photo was deleted meanwhile, and leaves no half-made product', async () => {
    const runId = await finishedRun()
    const pair = await firstPair(runId)
    await shop.ctx.db.prisma.photo.update({ where: { id: pair.back.id }, data: { deletedAt: new Date() } })
    await expect(
      changePairs(context(), staff, runId, [{ kind: 'accept', pairId: pair.id, version: pair.version }]),
    ).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await shop.ctx.db.prisma.product.count({ where: { deletedAt: null } })).toBe(0)
    // A new run does without it.
    const next = await finishedRun()
    const run = await getPairingRun(context(), staff, next)
    expect(run.pairs).toHaveLength(3)
    expect(run.unpaired.map(({ id }) => id)).toEqual([pair.front.id])
    await shop.ctx.db.prisma.photo.update({ where: { id: pair.back.id }, data: { deletedAt: null } })
  })
})

/** What the desk shows of a run. */
const outline = (run: Awaited<ReturnType<typeof getPairingRun>>) => ({
  pairs: run.pairs.map(({ id, version, front, back, accepted, byHand }) => [
    id,
    version,
    front.id,
    back.id,
    accepted,
    byHand,
  ]),
  rejected: run.rejected.map(({ id, version }) => `${id} ${version}`).sort(),
  unpaired: run.unpaired.map(({ id }) => id).sort(),
})

async function undoAll(runId: string): Promise<void> {
  const run = await getPairingRun(context(), staff, runId)
  const changes = run.pairs
    .filter((pair) => pair.accepted)
    .map((pair): PairChange => ({ kind: 'unaccept', pairId: pair.id, version: pair.version }))
  if (changes.length > 0) await changePairs(context(), staff, runId, changes)
}
