import type { AppContext } from '~/platform/context.server'
import type { Prisma } from '~/platform/db/connect.server'
import { AppError } from '~/platform/errors'
import type { Actor } from '../../auth/actor'
import { publishEvent } from '../../jobs/publish-event.server'
import { lockRun } from './lock-run.queries.server'

/** What a reviewer does to a run. `version` is the pair as they saw it. */
export type PairChange =
  | {
      readonly kind: 'accept' | 'unaccept' | 'swap' | 'split' | 'restore'
      readonly pairId: string
      readonly version: number
    }
  | { readonly kind: 'accept-sure' }
  | { readonly kind: 'join'; readonly front: string; readonly back: string }

export interface ChangeResult {
  /** Pairs that were changed or made, as they are now. */
  readonly pairs: Array<{ readonly id: string; readonly version: number }>
  /** Pairs that `join` took apart to free its photos. */
  readonly split: Array<{ readonly id: string; readonly version: number }>
}

type Tx = Prisma.TransactionClient
type Pair = Prisma.PairingPairGetPayload<object>

/**
 * Applies changes in order, all or none of them, while nobody else changes the run.
 * @throws NOT_FOUND; CONFLICT when a pair is not as it was seen or a photo is already in another product.
 */
export async function changePairs(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  runId: string,
  changes: readonly PairChange[],
): Promise<ChangeResult> {
  return ctx.db.prisma.$transaction(async (tx) => {
    if (!(await lockRun(tx, actor.projectId, runId)))
      throw new AppError('NOT_FOUND', 'There is no such pairing run.')
    const result: ChangeResult = { pairs: [], split: [] }
    for (const change of changes) {
      const { pairs, split } = await apply(tx, actor, runId, change)
      result.pairs.push(...pairs)
      result.split.push(...split)
    }
    await publishEvent(tx, {
      kind: 'pairing-run',
      id: runId,
      projectId: actor.projectId,
      status: 'changed',
    })
    return result
  })
}

async function apply(tx: Tx, actor: Actor, runId: string, change: PairChange): Promise<ChangeResult> {
  if (change.kind === 'join') return join(tx, actor, runId, change.front, change.back)
  if (change.kind === 'accept-sure') {
    const sure = await tx.pairingPair.findMany({
      where: { runId, state: 'proposed', confidence: 'sure' },
      orderBy: { id: 'asc' },
    })
    const pairs: ChangeResult['pairs'] = []
    for (const pair of sure) {
      // One photo that went elsewhere meanwhile must not keep back the other thirty pairs.
      if ((await whyNotAcceptable(tx, actor, pair)) === null) pairs.push(await accept(tx, actor, pair))
    }
    return { pairs, split: [] }
  }
  const pair = await tx.pairingPair.findFirst({ where: { id: change.pairId, runId } })
  if (!pair) throw new AppError('NOT_FOUND', 'There is no such pair.')
  if (pair.version !== change.version)
    throw new AppError('CONFLICT', 'Somebody else changed this pair while you looked at it.')
  return { pairs: [await changeOne(tx, actor, pair, change.kind)], split: [] }
}

async function changeOne(
  tx: Tx,
  actor: Actor,
  pair: Pair,
  kind: 'accept' | 'unaccept' | 'swap' | 'split' | 'restore',
) {
  const expected = {
    accept: ['proposed'],
    unaccept: ['accepted'],
    swap: ['proposed', 'accepted'],
    split: ['proposed'],
    restore: ['rejected'],
  }[kind]
  if (!expected.includes(pair.state)) throw new AppError('CONFLICT', `This pair is ${pair.state} now.`)
  if (kind === 'accept') {
    const reason = await whyNotAcceptable(tx, actor, pair)
    if (reason) throw new AppError('CONFLICT', reason)
    return accept(tx, actor, pair)
  }
  if (kind === 'unaccept') {
    // Kept, not erased: somebody may have named the product or added photos to it meanwhile.
    if (pair.productId)
      await tx.product.update({ where: { id: pair.productId }, data: { deletedAt: new Date() } })
    return write(tx, pair, { state: 'proposed', productId: null })
  }
  if (kind === 'swap') {
    if (pair.productId) {
      await tx.productPhoto.updateMany({
        where: { productId: pair.productId, photoId: pair.frontPhotoId },
        data: { role: 'back' },
      })
      await tx.productPhoto.updateMany({
        where: { productId: pair.productId, photoId: pair.backPhotoId },
        data: { role: 'front' },
      })
    }
    return write(tx, pair, { frontPhotoId: pair.backPhotoId, backPhotoId: pair.frontPhotoId })
  }
  if (kind === 'restore') {
    const inTheWay = await livePairsOf(tx, pair.runId, [pair.frontPhotoId, pair.backPhotoId])
    if (inTheWay.length > 0) throw new AppError('CONFLICT', 'One of these photos is in another pair now.')
    return write(tx, pair, { state: 'proposed' })
  }
  return write(tx, pair, { state: 'rejected' })
}

async function accept(tx: Tx, actor: Actor, pair: Pair): Promise<{ id: string; version: number }> {
  const front = await tx.photo.findUniqueOrThrow({
    where: { id: pair.frontPhotoId },
    select: { fileName: true },
  })
  const product = await tx.product.create({
    data: {
      projectId: actor.projectId,
      name: front.fileName.replace(/\.[^.]+$/, '').slice(0, 200) || 'Product',
      photos: {
        create: [
          { photoId: pair.frontPhotoId, role: 'front' },
          { photoId: pair.backPhotoId, role: 'back' },
        ],
      },
    },
    select: { id: true },
  })
  return write(tx, pair, { state: 'accepted', productId: product.id })
}

/** No product may be made of a photo that is gone, or that is the front or back of another product. */
async function whyNotAcceptable(tx: Tx, actor: Actor, pair: Pair): Promise<string | null> {
  const ids = [pair.frontPhotoId, pair.backPhotoId]
  const living = await tx.photo.count({
    where: { id: { in: ids }, projectId: actor.projectId, deletedAt: null },
  })
  if (living < 2) return 'One of these photos was deleted.'
  const used = await tx.productPhoto.count({
    where: { photoId: { in: ids }, role: { in: ['front', 'back'] }, product: { deletedAt: null } },
  })
  return used > 0 ? 'One of these photos already belongs to a product.' : null
}

async function join(tx: Tx, actor: Actor, runId: string, front: string, back: string): Promise<ChangeResult> {
  if (front === back) throw new AppError('BAD_REQUEST', 'A photo cannot be its own other side.')
  const inRun = await tx.pairingRunPhoto.count({ where: { runId, photoId: { in: [front, back] } } })
  const living = await tx.photo.count({
    where: { id: { in: [front, back] }, projectId: actor.projectId, deletedAt: null },
  })
  if (inRun < 2 || living < 2) throw new AppError('NOT_FOUND', 'One of these photos is not in this run.')
  const parted = await livePairsOf(tx, runId, [front, back])
  if (parted.some((pair) => pair.state === 'accepted'))
    throw new AppError('CONFLICT', 'One of these photos is in an accepted pair. Undo that first.')
  const split: ChangeResult['split'] = []
  for (const pair of parted) split.push(await write(tx, pair, { state: 'rejected' }))
  const made = await tx.pairingPair.create({
    data: {
      runId,
      frontPhotoId: front,
      backPhotoId: back,
      score: 1,
      confidence: 'check',
      evidence: ['paired by hand'],
    },
  })
  return { pairs: [{ id: made.id, version: made.version }], split }
}

function livePairsOf(tx: Tx, runId: string, photoIds: string[]): Promise<Pair[]> {
  return tx.pairingPair.findMany({
    where: {
      runId,
      state: { in: ['proposed', 'accepted'] },
      OR: [{ frontPhotoId: { in: photoIds } }, { backPhotoId: { in: photoIds } }],
    },
  })
}

async function write(
  tx: Tx,
  pair: Pair,
  data: Prisma.PairingPairUncheckedUpdateInput,
): Promise<{ id: string; version: number }> {
  const written = await tx.pairingPair.update({
    where: { id: pair.id },
    data: { ...data, version: { increment: 1 } },
  })
  return { id: written.id, version: written.version }
}
