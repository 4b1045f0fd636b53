import type { Prisma } from '~/platform/db/connect.server'
import { AppError } from '~/platform/errors'
import type { Actor } from '../../auth/actor'
import { scoreByHand } from './apply-change'
import { BY_HAND, type ChangeResult, type PairChange } from './pair-change'
import { livePairsOf, stateOf, writePair } from './stored-pair.server'

/** Pairs two photos of the run by hand, taking apart the proposed pairs they stood in. */
export async function joinPhotos(
  tx: Prisma.TransactionClient,
  actor: Actor,
  runId: string,
  { id, front, back }: Extract<PairChange, { kind: 'join' }>,
): Promise<Pick<ChangeResult, 'pairs' | 'split'>> {
  if (front === back) throw new AppError('BAD_REQUEST', 'A photo cannot be its own other side.')
  const both = { in: [front, back] }
  const inRun = await tx.pairingRunPhoto.count({ where: { runId, photoId: both } })
  const living = await tx.photo.count({
    where: { id: both, projectId: actor.projectId, deletedAt: null },
  })
  if (inRun < 2) throw new AppError('NOT_FOUND', 'One of these photos is not in this run.')
  if (living < 2) throw new AppError('CONFLICT', 'One of these photos was deleted.')
  if (await tx.pairingPair.findUnique({ where: { id }, select: { id: true } }))
    throw new AppError('CONFLICT', 'This pair exists already.')
  const parted = await livePairsOf(tx, runId, [front, back])
  if (parted.some((pair) => stateOf(pair) === 'accepted'))
    throw new AppError('CONFLICT', 'One of these photos is in an accepted pair.', {
      hint: 'Undo that first; nothing was changed.',
    })
  const split: ChangeResult['split'] = []
  for (const pair of parted) split.push(await writePair(tx, actor, pair, { state: 'rejected' }))
  const made = await tx.pairingPair.create({
    data: {
      id,
      runId,
      frontPhotoId: front,
      backPhotoId: back,
      score: scoreByHand(parted),
      confidence: 'check',
      evidence: [BY_HAND],
      changedById: actor.userId,
    },
    select: { id: true, version: true },
  })
  return { pairs: [made], split }
}
