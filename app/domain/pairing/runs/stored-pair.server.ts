import type { Prisma } from '~/platform/db/connect.server'
import type { Actor } from '../../auth/actor'
import type { ChangedPair } from './pair-change'

type Tx = Prisma.TransactionClient

const withProduct = { product: { select: { deletedAt: true } } } as const
export type StoredPair = Prisma.PairingPairGetPayload<{ include: typeof withProduct }>

export function loadPairs(tx: Tx, where: Prisma.PairingPairWhereInput): Promise<StoredPair[]> {
  return tx.pairingPair.findMany({ where, include: withProduct, orderBy: { id: 'asc' } })
}

/** A pair whose product was deleted on the products page waits for review again; accepting it brings that product back. */
export function stateOf(pair: Pick<StoredPair, 'state' | 'product'>): 'proposed' | 'accepted' | 'rejected' {
  return pair.state === 'accepted' && (!pair.product || pair.product.deletedAt) ? 'proposed' : pair.state
}

/** The pairs of a run, not split, that hold one of these photos. */
export function livePairsOf(tx: Tx, runId: string, photoIds: readonly string[]): Promise<StoredPair[]> {
  const among = { in: [...photoIds] }
  return loadPairs(tx, {
    runId,
    state: { not: 'rejected' },
    OR: [{ frontPhotoId: among }, { backPhotoId: among }],
  })
}

export async function writePair(
  tx: Tx,
  actor: Actor,
  pair: StoredPair,
  data: Prisma.PairingPairUncheckedUpdateInput,
): Promise<ChangedPair> {
  const { id, version } = await tx.pairingPair.update({
    where: { id: pair.id },
    data: { ...data, changedById: actor.userId, version: { increment: 1 } },
    select: { id: true, version: true },
  })
  return { id, version }
}
