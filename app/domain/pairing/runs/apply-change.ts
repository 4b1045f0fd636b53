import { BY_HAND, type PairChange } from './pair-change'
import type { PairView, RunView } from './run-view'

/**
 * The run as it will be once the server has taken the change: what the desk shows meanwhile, so that nobody waits for
 * an answer between two keys. A change that the view already holds, or that no longer fits it, leaves it as it is.
 */
export function applyChange(run: RunView, change: PairChange): RunView {
  if (change.kind === 'join') return join(run, change)
  if (change.kind === 'accept-sure') {
    const sure = (pair: PairView) => pair.confidence === 'sure' && !pair.accepted && pair.blocked === null
    return { ...run, pairs: run.pairs.map((pair) => (sure(pair) ? next(pair, { accepted: true }) : pair)) }
  }
  const found = [...run.pairs, ...run.rejected].find(({ id }) => id === change.pairId)
  if (!found || found.version !== change.version) return run
  const edit = (changed: PairView): RunView => ({
    ...run,
    pairs: run.pairs.map((pair) => (pair.id === changed.id ? changed : pair)),
  })
  switch (change.kind) {
    case 'accept':
      return edit(next(found, { accepted: true }))
    case 'unaccept':
      return edit(next(found, { accepted: false }))
    case 'swap':
      return edit(next(found, { front: found.back, back: found.front }))
    case 'split':
      return arrange(
        run,
        run.pairs.filter(({ id }) => id !== found.id),
        [...run.rejected, next(found)],
      )
    case 'restore':
      return arrange(
        run,
        inOrder([...run.pairs, next(found)]),
        run.rejected.filter(({ id }) => id !== found.id),
      )
  }
}

/** Best first, ties by id: the order in which the desk lists pairs. */
export function inOrder(pairs: readonly PairView[]): PairView[] {
  return [...pairs].sort((p, q) => q.score - p.score || (p.id < q.id ? -1 : 1))
}

/** A pair made by hand stands where the best pair stood that it took apart; with none, at the end. */
export const scoreByHand = (parted: ReadonlyArray<{ score: number }>): number =>
  Math.max(0, ...parted.map(({ score }) => score))

function join(run: RunView, change: Extract<PairChange, { kind: 'join' }>): RunView {
  const front = run.photos.find(({ id }) => id === change.front)
  const back = run.photos.find(({ id }) => id === change.back)
  const known = [...run.pairs, ...run.rejected].some(({ id }) => id === change.id)
  const parted = run.pairs.filter((pair) =>
    [pair.front.id, pair.back.id].some((id) => id === change.front || id === change.back),
  )
  if (known || !front || !back || front === back || parted.some(({ accepted }) => accepted)) return run
  const made: PairView = {
    id: change.id,
    version: 0,
    front,
    back,
    score: scoreByHand(parted),
    confidence: 'check',
    evidence: [BY_HAND],
    byHand: true,
    accepted: false,
    productId: null,
    blocked: null,
  }
  return arrange(run, inOrder([...run.pairs.filter((pair) => !parted.includes(pair)), made]), [
    ...run.rejected,
    ...parted.map((pair) => next(pair)),
  ])
}

const next = (pair: PairView, change: Partial<PairView> = {}): PairView => ({
  ...pair,
  ...change,
  version: pair.version + 1,
})

function arrange(run: RunView, pairs: PairView[], rejected: PairView[]): RunView {
  return { ...run, pairs, rejected, unpaired: findUnpaired(run.photos, pairs) }
}

/** The photos that stand in none of the pairs. */
export function findUnpaired<Photo extends { id: string }>(
  photos: readonly Photo[],
  pairs: ReadonlyArray<{ front: { id: string }; back: { id: string } }>,
): Photo[] {
  const placed = new Set(pairs.flatMap((pair) => [pair.front.id, pair.back.id]))
  return photos.filter(({ id }) => !placed.has(id))
}
