import type { ChangeResult, PairChange } from './change-pairs.server'

/** The changes that take a change back, from what it answered. Browser-safe: types only from the server. */
export function undoChange(change: PairChange, result: ChangeResult): PairChange[] {
  const one = (kind: 'accept' | 'unaccept' | 'swap' | 'split' | 'restore'): PairChange[] =>
    result.pairs.map(({ id, version }) => ({ kind, pairId: id, version }))
  switch (change.kind) {
    case 'accept':
    case 'accept-sure':
      return one('unaccept')
    case 'unaccept':
      return one('accept')
    case 'swap':
      return one('swap')
    case 'split':
      return one('restore')
    case 'restore':
      return one('split')
    case 'join':
      return [
        ...one('split'),
        ...result.split.map(({ id, version }): PairChange => ({ kind: 'restore', pairId: id, version })),
      ]
  }
}
