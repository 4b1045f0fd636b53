import { describe, expect, it } from 'vitest'
import { checkAnswer, type DirectPair } from './check-answer'

const pair = (front: number, back: number): DirectPair => ({ front, back, certainty: 'high', reason: '' })

describe('checkAnswer', () => {
  it('accepts an answer that places every photo once', () => {
    expect(checkAnswer({ pairs: [pair(1, 2), pair(4, 3)], unpaired: [5] }, 5)).toEqual({
      pairs: [pair(1, 2), pair(4, 3)],
      unpaired: [5],
      missing: [],
      problems: [],
    })
  })

  it('keeps neither of two pairs that share a photo', () => {
    const checked = checkAnswer({ pairs: [pair(1, 2), pair(2, 3), pair(4, 5)], unpaired: [] }, 5)
    expect(checked.pairs).toEqual([pair(4, 5)])
    expect(checked.missing).toEqual([1, 2, 3])
    expect(checked.problems).toEqual(['Photo 2 is in 2 pairs.'])
  })

  it('names unknown photos, photos paired with themselves, missing and doubly placed ones', () => {
    const checked = checkAnswer({ pairs: [pair(1, 9), pair(2, 2), pair(3, 4)], unpaired: [3, 0] }, 5)
    expect(checked.pairs).toEqual([pair(3, 4)])
    expect(checked.missing).toEqual([1, 2, 5])
    expect(checked.problems).toHaveLength(7)
    expect(checked.problems).toContain('Photo 2 is paired with itself.')
    expect(checked.problems).toContain('Photo 3 is both in a pair and unpaired.')
  })
})
