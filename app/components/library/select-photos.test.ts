import { describe, expect, it } from 'vitest'
import { emptySelection, selectPhotos, type SelectionAction } from './select-photos'

const order = ['a', 'b', 'c', 'd', 'e']
const after = (...actions: SelectionAction[]) => [...actions.reduce(selectPhotos, emptySelection).ids].sort()

describe('selectPhotos', () => {
  it('toggles one', () => {
    expect(after({ type: 'toggle', id: 'b' })).toEqual(['b'])
    expect(after({ type: 'toggle', id: 'b' }, { type: 'toggle', id: 'b' })).toEqual([])
  })

  it('extends from the anchor in both directions and keeps what was selected', () => {
    expect(after({ type: 'toggle', id: 'b' }, { type: 'extend', id: 'd', order })).toEqual(['b', 'c', 'd'])
    expect(after({ type: 'toggle', id: 'd' }, { type: 'extend', id: 'b', order })).toEqual(['b', 'c', 'd'])
    expect(
      after({ type: 'toggle', id: 'a' }, { type: 'toggle', id: 'c' }, { type: 'extend', id: 'd', order }),
    ).toEqual(['a', 'c', 'd'])
  })

  it('selects one when there is no anchor, and ignores an unknown id', () => {
    expect(after({ type: 'extend', id: 'c', order })).toEqual(['c'])
    expect(after({ type: 'extend', id: 'z', order })).toEqual([])
  })

  it('selects all, clears, and forgets photos that left', () => {
    expect(after({ type: 'all', order })).toEqual(order)
    expect(after({ type: 'all', order }, { type: 'clear' })).toEqual([])
    expect(after({ type: 'all', order }, { type: 'remove', ids: ['a', 'b'] })).toEqual(['c', 'd', 'e'])
  })
})
