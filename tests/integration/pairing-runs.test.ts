import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/auth/actor'
import { changePairs, type PairChange } from '~/domain/pairing/runs/change-pairs.server'
import { executePairingRun } from '~/domain/pairing/runs/execute-pairing-run.server'
import { getPairingRun } from '~/domain/pairing/runs/get-pairing-run.server'
import { listPairingRuns } from '~/domain/pairing/runs/list-pairing-runs.server'
import { startPairingRun } from '~/domain/pairing/runs/start-pairing-run.server'
import { undoChange } from '~/domain/pairing/runs/undo-change'
import { processPhoto } from '~/domain/photos/process-photo.server'
import { storePhoto } from '~/domain/photos/store-photo.server'
import type { ClipClient } from '~/platform/clip/clip-client'
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
  embedText: () => Promise.reject(new AppError('ML_SERVICE_DOWN', 'down')),
}
const logged: string[] = []
const options = (signal = new AbortController().signal) => ({
  openai: null,
  signal,
  log: (_: string, message: string) => logged.push(message),
  progress: () => {},
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

  it('is invisible to another project', async () => {
    const runId = await finishedRun()
    const other = await shop.ctx.db.prisma.project.create({ data: { name: 'Other shop' } })
    const stranger = await shop.addPerson('staff', other.id)
    await expect(getPairingRun(context(), stranger, runId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(changePairs(context(), stranger, runId, [{ kind: 'accept-sure' }])).rejects.toMatchObject({
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
    const join: PairChange = { kind: 'join', front: first.front.id, back: second.back.id }
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

async function undoAll(runId: string): Promise<void> {
  const run = await getPairingRun(context(), staff, runId)
  const changes = run.pairs
    .filter((pair) => pair.accepted)
    .map((pair): PairChange => ({ kind: 'unaccept', pairId: pair.id, version: pair.version }))
  if (changes.length > 0) await changePairs(context(), staff, runId, changes)
}
