import type { PairView, RunView } from './run-view'

export interface RunDifference {
  /** What this run makes of some photos, and what the other makes of them; either may be empty: left alone. */
  readonly mine: PairView[]
  readonly theirs: PairView[]
}

export interface RunComparison {
  readonly same: number
  /** Pairs that both have, with front and back the other way round. */
  readonly turned: PairView[]
  readonly differences: RunDifference[]
}

/**
 * Where two runs of the same photos differ. Pairs that share a photo belong to one difference: when one run has A+B and
 * C+D and the other A+C and B+D, that is one question to look at, not four.
 */
export function compareRuns(run: RunView, other: RunView): RunComparison {
  const theirs = new Map(other.pairs.map((pair) => [keyOf(pair), pair]))
  const shared = run.pairs.filter((pair) => theirs.has(keyOf(pair)))
  const sharedKeys = new Set(shared.map(keyOf))
  const open: RunDifference[] = []
  const add = (pair: PairView, side: 'mine' | 'theirs') => {
    const touching = open.filter((difference) =>
      [...difference.mine, ...difference.theirs].some((known) => meet(known, pair)),
    )
    const merged = {
      mine: touching.flatMap(({ mine }) => mine),
      theirs: touching.flatMap(({ theirs: pairs }) => pairs),
    }
    merged[side].push(pair)
    const at = touching[0] ? open.indexOf(touching[0]) : open.length
    for (const difference of touching) open.splice(open.indexOf(difference), 1)
    open.splice(at, 0, merged)
  }
  for (const pair of run.pairs) if (!sharedKeys.has(keyOf(pair))) add(pair, 'mine')
  for (const pair of other.pairs) if (!sharedKeys.has(keyOf(pair))) add(pair, 'theirs')
  return {
    same: shared.length,
    turned: shared.filter((pair) => theirs.get(keyOf(pair))?.front.id !== pair.front.id),
    differences: open,
  }
}

const keyOf = (pair: PairView): string => [pair.front.id, pair.back.id].sort().join(' ')
const meet = (p: PairView, q: PairView): boolean =>
  [p.front.id, p.back.id].some((id) => id === q.front.id || id === q.back.id)
