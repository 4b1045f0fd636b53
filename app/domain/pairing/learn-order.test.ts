import { describe, expect, it } from 'vitest'
import { learnOrder } from './learn-order'

describe('learnOrder', () => {
  it('trusts neighbours when the sure pairs are neighbours', () => {
    const places = Array.from({ length: 26 }, (_, at) => at)
    const strong = [0, 4, 8, 10, 14, 20].map((first) => ({ first, second: first + 1 }))
    const odds = learnOrder(places, strong)
    expect(odds(16, 17)).toBeGreaterThan(1)
    expect(odds(16, 20)).toBeLessThan(0)
  })

  it('finds that all fronts come before all backs', () => {
    const places = Array.from({ length: 26 }, (_, at) => at)
    const strong = [0, 2, 3, 5, 9].map((first) => ({ first, second: first + 13 }))
    const odds = learnOrder(places, strong)
    expect(odds(7, 20)).toBeGreaterThan(1)
    expect(odds(7, 8)).toBeLessThan(0)
  })

  it('says next to nothing where the sure pairs stand anywhere', () => {
    const places = Array.from({ length: 26 }, (_, at) => at)
    const strong = [
      [0, 9],
      [1, 22],
      [3, 7],
      [5, 25],
      [8, 10],
      [11, 19],
    ].map(([first = 0, second = 0]) => ({ first, second }))
    const odds = learnOrder(places, strong)
    for (let second = 14; second < 26; second++) expect(Math.abs(odds(13, second))).toBeLessThan(0.9)
  })

  it('says nothing at all about 85 pairs that stand anywhere', () => {
    const places = Array.from({ length: 170 }, (_, at) => at)
    // A shuffle anybody can repeat: multiples of 37 visit every place of 170 once.
    const shuffled = places.map((at) => (at * 37) % 170)
    const strong = Array.from({ length: 70 }, (_, at) => ({
      first: Math.min(shuffled[at], shuffled[((at * at + 91) % 79) + 90]),
      second: Math.max(shuffled[at], shuffled[((at * at + 91) % 79) + 90]),
    }))
    const odds = learnOrder(places, strong)
    for (let second = 1; second < 170; second++) expect(odds(0, second)).toBe(0)
  })

  it('does not let a pair be its own witness', () => {
    const strong = [
      { first: 0, second: 1 },
      { first: 5, second: 12 },
      { first: 8, second: 19 },
    ]
    const odds = learnOrder(
      Array.from({ length: 26 }, (_, at) => at),
      strong,
    )
    expect(odds(0, 1)).toBeLessThanOrEqual(0)
  })
})
