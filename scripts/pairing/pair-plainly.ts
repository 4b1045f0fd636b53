import { colourDistance } from '~/domain/pairing/describe-colours'
import { outlineDistance } from '~/domain/pairing/describe-silhouette'
import { matchPairs, type WeightedPair } from '~/domain/pairing/match-pairs'
import type { PhotoMeasure } from '~/domain/pairing/measure-photo.server'

/**
 * What pairing must beat: the product's colours and its outline, both in deviations over the set, added up, and the
 * best matching of all. It says nothing about how sure it is, so nothing of it is "sure".
 */
export function pairPlainly(
  photos: readonly PhotoMeasure[],
): Array<{ front: string; back: string; score: number; confidence: string }> {
  const couples: Array<{ first: number; second: number; colour: number; outline: number }> = []
  for (const [first, p] of photos.entries())
    for (const [second, q] of photos.entries())
      if (first < second)
        couples.push({
          first,
          second,
          colour: colourDistance(p.colours, q.colours, [0, 0, 0]),
          outline: outlineDistance(p.silhouette.cells, q.silhouette.mirrored),
        })
  const colour = deviation(couples.map((couple) => couple.colour))
  const outline = deviation(couples.map((couple) => couple.outline))
  const candidates = couples.map((couple): WeightedPair => ({
    first: couple.first,
    second: couple.second,
    // why 40: every pair is worth something, so all photos are matched, as the plain method would.
    weight: 40 - couple.colour / colour - couple.outline / outline,
  }))
  return matchPairs(photos.length, candidates).map(([first, second]) => ({
    front: photos[first].name,
    back: photos[second].name,
    score: 0.5,
    confidence: 'check',
  }))
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length)
  return Math.max(1e-6, Math.sqrt(squares))
}
