import { describe, expect, it } from 'vitest'
import { adaptWeights } from './adapt-weights'
import { eachCouple, FEATURES, type Couples } from './couples'

const COLOUR = 0
const SURFACE = 8
const fitted = Array.from({ length: FEATURES }, (_, at) => (at === COLOUR || at === SURFACE ? 1 : 0))

/** Twelve products whose colours tell; what their surfaces say is for the test to decide. Partners stand side by side. */
function makeSet(surface: (first: number, second: number) => number): Couples {
  const count = 24
  const size = (count * (count - 1)) / 2
  const features = new Float32Array(size * FEATURES)
  eachCouple(count, (first, second, couple) => {
    const partners = (first ^ 1) === second
    features[couple * FEATURES + COLOUR] = partners ? -0.4 : -5 - ((first * 7 + second * 3) % 5) / 4
    features[couple * FEATURES + SURFACE] = -surface(first, second)
  })
  return { count, features, cost: new Float32Array(size) }
}
const noise = (first: number, second: number): number => ((first * 5 + second * 11) % 7) / 4

describe('adaptWeights', () => {
  it('believes a signal less that tells nothing in this set', () => {
    const weight = adaptWeights(makeSet(noise), fitted, 5)
    expect(weight[SURFACE]).toBeLessThan(0.97)
    expect(weight[COLOUR]).toBeGreaterThan(1)
  })

  it('believes a signal more that tells the products of this set apart', () => {
    const weight = adaptWeights(
      makeSet((first, second) => ((first ^ 1) === second ? 0.1 : 1.5)),
      fitted,
      5,
    )
    expect(weight[SURFACE]).toBeGreaterThan(1.05)
  })

  it('moves little when the fitted weights hold firmly, and never below nothing', () => {
    const firm = adaptWeights(makeSet(noise), fitted, 1e9)
    firm.forEach((value, at) => expect(value).toBeCloseTo(fitted[at], 6))
    const loose = adaptWeights(
      makeSet((first, second) => 3 - noise(first, second)),
      fitted,
      0.01,
    )
    expect(Math.min(...loose)).toBeGreaterThanOrEqual(0)
  })

  it('learns nothing where no two photos are clearly each other’s best', () => {
    const size = (24 * 23) / 2
    const alike = { count: 24, features: new Float32Array(size * FEATURES), cost: new Float32Array(size) }
    expect(adaptWeights(alike, fitted, 5)).toEqual(fitted)
  })
})
