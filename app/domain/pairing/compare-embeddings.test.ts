import { describe, expect, it } from 'vitest'
import { compareEmbeddings } from './compare-embeddings'

/** Unit vectors at these angles; their cosines are cosines of the angles between them. */
const atAngles = (...degrees: number[]): Float32Array[] =>
  degrees.map((angle) =>
    Float32Array.of(Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)),
  )

describe('compareEmbeddings', () => {
  it('puts partners above strangers, whatever constant part a model adds to all its vectors', () => {
    const plain = atAngles(0, 5, 80, 85, 160, 165)
    const lifted = plain.map((vector) => Float32Array.of(...vector, 3))
    for (const likeness of [compareEmbeddings(plain), compareEmbeddings(lifted)]) {
      if (!likeness) throw new Error('nothing was compared')
      expect(likeness[0 * 6 + 1]).toBeGreaterThan(1)
      expect(likeness[0 * 6 + 4]).toBeLessThan(0)
    }
  })

  it('does not blow up the noise between near-twins', () => {
    const twins = atAngles(0, 0.1, 0.2, 0.3, 0.4, 0.5).map((vector) => Float32Array.of(...vector, 0.2))
    const spread = compareEmbeddings([...twins, Float32Array.of(0, 1, 0.2)])
    expect(Math.max(...(spread?.slice(0, 6) ?? [9]))).toBeLessThan(1)
  })

  it('is silent when a vector is missing or the photos are too few to say what is usual', () => {
    expect(compareEmbeddings([...atAngles(0, 5, 80), null])).toBeNull()
    expect(compareEmbeddings(atAngles(0, 5, 80))).toBeNull()
  })
})
