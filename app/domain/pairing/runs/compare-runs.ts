import type { PairView, RunView } from './run-view'

interface RunDifference {
  readonly pair: PairView
  /** What the other run did with each of the two photos instead; null: left it alone. */
  readonly instead: ReadonlyArray<{ readonly photoId: string; readonly partner: PairView['front'] | null }>
}

/** Pairs of one run that another run of the same photos does not have, with what it has instead. */
export function compareRuns(run: RunView, other: RunView): { same: number; different: RunDifference[] } {
  const partner = new Map<string, PairView['front']>()
  for (const pair of other.pairs) {
    partner.set(pair.front.id, pair.back)
    partner.set(pair.back.id, pair.front)
  }
  const different = run.pairs
    .filter((pair) => partner.get(pair.front.id)?.id !== pair.back.id)
    .map((pair) => ({
      pair,
      instead: [pair.front, pair.back].map(({ id }) => ({ photoId: id, partner: partner.get(id) ?? null })),
    }))
  return { same: run.pairs.length - different.length, different }
}
