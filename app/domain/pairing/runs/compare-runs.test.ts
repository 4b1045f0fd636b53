import { describe, expect, it } from 'vitest'
import { compareRuns } from './compare-runs'
import type { PairView, RunView } from './run-view'

const pair = (front: string, back: string) =>
  ({ id: `${front}${back}`, front: { id: front }, back: { id: back } }) as PairView
const run = (...pairs: PairView[]) => ({ pairs }) as RunView
const ids = (pairs: readonly PairView[]) => pairs.map(({ id }) => id).sort()

describe('compareRuns', () => {
  it('counts what both have, whichever side each calls the front', () => {
    const { same, turned, differences } = compareRuns(
      run(pair('a', 'b'), pair('c', 'd')),
      run(pair('b', 'a'), pair('c', 'd')),
    )
    expect([same, ids(turned), differences]).toEqual([2, ['ab'], []])
  })

  it('makes one question of pairs that share photos', () => {
    const { same, differences } = compareRuns(
      run(pair('a', 'b'), pair('c', 'd'), pair('e', 'f'), pair('g', 'h')),
      run(pair('a', 'd'), pair('c', 'b'), pair('e', 'f'), pair('g', 'i')),
    )
    expect(same).toBe(1)
    expect(differences.map(({ mine, theirs }) => [ids(mine), ids(theirs)])).toEqual([
      [
        ['ab', 'cd'],
        ['ad', 'cb'],
      ],
      [['gh'], ['gi']],
    ])
  })

  it('joins a chain that only the last pair closes', () => {
    const { differences } = compareRuns(run(pair('a', 'b'), pair('c', 'd')), run(pair('b', 'c')))
    expect(differences).toHaveLength(1)
    expect(ids(differences[0]?.mine ?? [])).toEqual(['ab', 'cd'])
  })

  it('shows a pair that the other left alone', () => {
    const { differences } = compareRuns(run(pair('a', 'b')), run())
    expect(differences).toHaveLength(1)
    expect(differences[0]?.theirs).toEqual([])
  })
})
