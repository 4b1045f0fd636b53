import { describe, expect, it } from 'vitest'
import { matchPairs, type WeightedPair } from './match-pairs'

/** The best total by trying everything; fine up to about twelve photos. */
function bestTotal(count: number, weights: Map<string, number>, from = 0, used = 0): number {
  let at = from
  while (at < count && used & (1 << at)) at++
  if (at >= count) return 0
  let best = bestTotal(count, weights, at + 1, used | (1 << at))
  for (let other = at + 1; other < count; other++) {
    const weight = weights.get(`${at}-${other}`)
    if (weight === undefined || used & (1 << other)) continue
    best = Math.max(best, weight + bestTotal(count, weights, at + 1, used | (1 << at) | (1 << other)))
  }
  return best
}

function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

describe('matchPairs', () => {
  it('equals brute force on 1,500 random graphs of up to 11 photos, dense, sparse and full of ties', () => {
    const next = random(7)
    for (let round = 0; round < 1_500; round++) {
      const count = 2 + Math.floor(next() * 10)
      const density = next()
      const levels = next() < 0.5 ? 4 : 1_000
      const pairs: WeightedPair[] = []
      const weights = new Map<string, number>()
      for (let first = 0; first < count; first++)
        for (let second = first + 1; second < count; second++) {
          if (next() > density) continue
          const weight = Math.round((next() - 0.2) * levels) / levels
          pairs.push({ first, second, weight })
          weights.set(`${first}-${second}`, weight)
        }
      const chosen = matchPairs(count, pairs)
      const photos = chosen.flat()
      expect(new Set(photos).size).toBe(photos.length)
      const total = chosen.reduce(
        (sum, [first, second]) => sum + (weights.get(`${first}-${second}`) ?? Number.NaN),
        0,
      )
      expect(total).toBeCloseTo(bestTotal(count, weights), 5)
    }
  }, 60_000)

  it('takes two good pairs rather than the single best one', () => {
    const chosen = matchPairs(4, [
      { first: 0, second: 1, weight: 10 },
      { first: 0, second: 2, weight: 8 },
      { first: 1, second: 3, weight: 8 },
    ])
    expect(chosen).toEqual([
      [0, 2],
      [1, 3],
    ])
  })

  it('leaves a photo alone rather than pair it at a loss', () => {
    expect(
      matchPairs(3, [
        { first: 0, second: 1, weight: 1 },
        { first: 1, second: 2, weight: -1 },
      ]),
    ).toEqual([[0, 1]])
    expect(matchPairs(1, [])).toEqual([])
    expect(matchPairs(0, [])).toEqual([])
  })

  it('solves 600 photos where every pair is worth something', () => {
    const next = random(3)
    const pairs: WeightedPair[] = []
    for (let first = 0; first < 600; first++)
      for (let second = first + 1; second < 600; second++)
        pairs.push({ first, second, weight: next() + (second === first + 1 && first % 2 === 0 ? 1 : 0) })
    const chosen = matchPairs(600, pairs)
    expect(chosen).toHaveLength(300)
    expect(chosen.every(([first, second]) => first % 2 === 0 && second === first + 1)).toBe(true)
  }, 60_000)
})
