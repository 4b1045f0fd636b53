import type { AppContext } from '~/platform/context.server'
import type { Prisma } from '~/platform/db/connect.server'
import { AppError } from '~/platform/errors'
import { assertStaff, type Actor } from '../../auth/actor'
import { publishEvent } from '../../jobs/publish-event.server'
import { lockPhotos } from '../../products/lock-photos.queries.server'
import { acceptPair, unacceptPair, whyNotAcceptable } from './accept-pair.server'
import { joinPhotos } from './join-photos.server'
import { lockRun } from './lock-run.queries.server'
import type { ChangedPair, ChangeResult, PairChange } from './pair-change'
import { livePairsOf, loadPairs, stateOf, writePair, type StoredPair } from './stored-pair.server'
import { swapSides } from './swap-sides.server'

type Tx = Prisma.TransactionClient
type Changed = Pick<ChangeResult, 'pairs' | 'split'>
type OneChange = Extract<PairChange, { pairId: string }>

/** Accepting three hundred pairs writes some two thousand rows; Prisma's five seconds are for less. */
const WITHIN_MS = 60_000

/**
 * Applies changes in order, all or none of them, while nobody else changes the run or these photos.
 * @throws NOT_FOUND; CONFLICT when a pair is not as it was seen or a photo is already in another product;
 * PERMISSION_DENIED for customers
 */
export async function changePairs(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  runId: string,
  changes: readonly PairChange[],
): Promise<ChangeResult> {
  assertStaff(actor)
  return ctx.db.prisma.$transaction(
    async (tx) => {
      if (!(await lockRun(tx, actor.projectId, runId)))
        throw new AppError('NOT_FOUND', 'There is no such pairing run.')
      await lockConcerned(tx, actor, runId, changes)
      const result: Changed = { pairs: [], split: [] }
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
      return { ...result, revision: await readRevision(tx, runId) }
    },
    { timeout: WITHIN_MS, maxWait: WITHIN_MS },
  )
}

/** Every change raises a version or adds a pair, so this only ever grows. */
export async function readRevision(tx: Tx | AppContext['db']['prisma'], runId: string): Promise<number> {
  const { _sum, _count } = await tx.pairingPair.aggregate({
    where: { runId },
    _sum: { version: true },
    _count: { _all: true },
  })
  return (_sum.version ?? 0) + _count._all
}

/** All photos at once and in one order: two reviewers of two runs must not wait for each other's locks. */
async function lockConcerned(tx: Tx, actor: Actor, runId: string, changes: readonly PairChange[]) {
  const named = changes.flatMap((change) => ('pairId' in change ? [change.pairId] : []))
  const all = changes.some(({ kind }) => kind === 'accept-sure')
  const pairs = await tx.pairingPair.findMany({
    where: { runId, ...(all ? {} : { id: { in: named } }) },
    select: { frontPhotoId: true, backPhotoId: true },
  })
  const joined = changes.flatMap((change) => (change.kind === 'join' ? [change.front, change.back] : []))
  const ids = [...pairs.flatMap((pair) => [pair.frontPhotoId, pair.backPhotoId]), ...joined]
  await lockPhotos(tx, actor.projectId, ids)
}

async function apply(tx: Tx, actor: Actor, runId: string, change: PairChange): Promise<Changed> {
  if (change.kind === 'join') return joinPhotos(tx, actor, runId, change)
  if (change.kind === 'accept-sure') {
    const sure = (await loadPairs(tx, { runId, confidence: 'sure' })).filter(
      (pair) => stateOf(pair) === 'proposed',
    )
    const pairs: ChangedPair[] = []
    // One photo that went elsewhere meanwhile must not keep back the other thirty pairs.
    for (const pair of sure)
      if ((await whyNotAcceptable(tx, actor, pair)) === null) pairs.push(await acceptPair(tx, actor, pair))
    return { pairs, split: [] }
  }
  const [pair] = await loadPairs(tx, { id: change.pairId, runId })
  if (!pair) throw new AppError('NOT_FOUND', 'There is no such pair.')
  if (pair.version !== change.version) throw await conflict(tx, actor, pair)
  return { pairs: [await changeOne(tx, actor, pair, change.kind)], split: [] }
}

async function conflict(tx: Tx, actor: Actor, pair: StoredPair): Promise<AppError> {
  const other =
    pair.changedById === null || pair.changedById === actor.userId
      ? null
      : await tx.user.findUnique({ where: { id: pair.changedById }, select: { name: true } })
  return new AppError(
    'CONFLICT',
    `${other?.name ?? 'Somebody'} changed this pair while you looked at it. It is ${words[stateOf(pair)]} now.`,
    { hint: 'Your change was not made; the desk shows the pair as it is.' },
  )
}

const words = { proposed: 'waiting for review', accepted: 'accepted', rejected: 'split' }

const expected: Record<OneChange['kind'], string[]> = {
  accept: ['proposed'],
  unaccept: ['accepted'],
  swap: ['proposed', 'accepted'],
  split: ['proposed'],
  restore: ['rejected'],
}

async function changeOne(tx: Tx, actor: Actor, pair: StoredPair, kind: OneChange['kind']) {
  const state = stateOf(pair)
  if (!expected[kind].includes(state)) throw new AppError('CONFLICT', `This pair is ${words[state]} now.`)
  switch (kind) {
    case 'accept': {
      const reason = await whyNotAcceptable(tx, actor, pair)
      if (reason) throw new AppError('CONFLICT', reason, { hint: 'No product was made.' })
      return acceptPair(tx, actor, pair)
    }
    case 'unaccept':
      return unacceptPair(tx, actor, pair)
    case 'swap':
      return swapSides(tx, actor, pair)
    case 'split':
      return writePair(tx, actor, pair, { state: 'rejected' })
    case 'restore': {
      const inTheWay = await livePairsOf(tx, pair.runId, [pair.frontPhotoId, pair.backPhotoId])
      if (inTheWay.length > 0) throw new AppError('CONFLICT', 'One of these photos is in another pair now.')
      return writePair(tx, actor, pair, { state: 'proposed' })
    }
  }
}
