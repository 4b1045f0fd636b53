import { describe, expect, it } from 'vitest'
import { UndoHistory } from './undo-history'

const [p, n, a, b] = ['1', '2', '3', '4'].map(
  (digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`,
) as [string, string, string, string]
const pair = (version: number) => ({ pairs: [{ id: p, version }], split: [] })

describe('UndoHistory', () => {
  it('takes back several decisions on one pair, each undo raising its version', () => {
    const history = UndoHistory.from(null)
    history.record('swapped', { kind: 'swap', pairId: p, version: 0 }, pair(1))
    history.record('accepted', { kind: 'accept', pairId: p, version: 1 }, pair(2))
    const accepted = history.take()
    expect(accepted?.send).toEqual([{ kind: 'unaccept', pairId: p, version: 2 }])
    if (accepted) history.undone(accepted, pair(3))
    // The pair is at version 3 now, and as it was at version 1.
    expect(history.take()?.send).toEqual([{ kind: 'swap', pairId: p, version: 3 }])
  })

  it('goes on after decisions that followed an undo', () => {
    const history = UndoHistory.from(null)
    history.record('swapped', { kind: 'swap', pairId: p, version: 0 }, pair(1))
    history.record('accepted', { kind: 'accept', pairId: p, version: 1 }, pair(2))
    const first = history.take()
    if (first) history.undone(first, pair(3))
    history.record('split', { kind: 'split', pairId: p, version: 3 }, pair(4))
    const second = history.take()
    if (second) history.undone(second, pair(5))
    expect(history.take()?.send).toEqual([{ kind: 'swap', pairId: p, version: 5 }])
  })

  it('keeps the version it saw where somebody else came in between, so that the server refuses it', () => {
    const history = UndoHistory.from(null)
    history.record('swapped', { kind: 'swap', pairId: p, version: 0 }, pair(1))
    // Somebody accepts (2) and takes it back (3); then this person splits (4).
    history.record('split', { kind: 'split', pairId: p, version: 3 }, pair(4))
    const split = history.take()
    if (split) history.undone(split, pair(5))
    expect(history.take()?.send).toEqual([{ kind: 'swap', pairId: p, version: 1 }])
  })

  it('keeps a step that the server did not answer, for another try', () => {
    const history = UndoHistory.from(null)
    history.record('swapped', { kind: 'swap', pairId: p, version: 0 }, pair(1))
    history.record('accepted', { kind: 'accept', pairId: p, version: 1 }, pair(2))
    const lost = history.take()
    if (lost) history.putBack(lost)
    expect(UndoHistory.from(history.toText()).size).toBe(2)
    const again = history.take()
    expect(again).toEqual(lost)
    if (again) history.undone(again, pair(3))
    expect(history.take()?.send).toEqual([{ kind: 'swap', pairId: p, version: 3 }])
  })

  it('takes a re-pairing back: the new pair goes, the former ones return', () => {
    const history = UndoHistory.from(null)
    const join = { kind: 'join', id: n, front: a, back: b } as const
    history.record('joined', join, {
      pairs: [{ id: n, version: 0 }],
      split: [{ id: p, version: 1 }],
    })
    expect(history.take()?.send).toEqual([
      { kind: 'split', pairId: n, version: 0 },
      { kind: 'restore', pairId: p, version: 1 },
    ])
  })

  it('remembers nothing of a change that changed nothing', () => {
    const history = UndoHistory.from(null)
    history.record('accepted', { kind: 'accept-sure' }, { pairs: [], split: [] })
    expect(history.take()).toBeUndefined()
  })

  it('goes on where it was after a reload', () => {
    const before = UndoHistory.from(null)
    before.record('swapped', { kind: 'swap', pairId: p, version: 0 }, pair(1))
    before.record('accepted', { kind: 'accept', pairId: p, version: 1 }, pair(2))
    const accepted = before.take()
    if (accepted) before.undone(accepted, pair(3))
    const after = UndoHistory.from(before.toText())
    expect(after.size).toBe(1)
    expect(after.take()).toMatchObject({ what: 'swapped', send: [{ kind: 'swap', pairId: p, version: 3 }] })
  })

  it('starts anew from text it did not write', () => {
    for (const text of ['', 'no', '{"steps":[{"what":1}]}', '[]']) expect(UndoHistory.from(text).size).toBe(0)
  })
})
