import { expect, it } from 'vitest'
import { fitWeights, type KnownSet } from './fit-weights'
import { Random } from './stand-ins/random'

/** 40 products; signal 0 tells partners well, 1 a little, 2 not at all, 3 speaks against them. */
function madeSet(): KnownSet {
  const random = new Random(4)
  const count = 80
  const features = new Float32Array(count * count * 4)
  for (let first = 0; first < count; first++)
    for (let second = first + 1; second < count; second++) {
      const partners = (first ^ 1) === second ? 1 : 0
      const row = [
        partners * 2 + random.spread(0.4),
        partners * 0.5 + random.spread(0.6),
        random.spread(1),
        -partners + random.spread(0.5),
      ]
      features.set(row, (first * count + second) * 4)
      features.set(row, (second * count + first) * 4)
    }
  return { partner: Array.from({ length: count }, (_, at) => at ^ 1), signals: 4, features }
}

it('weighs signals by what they tell, never below zero, and always the same', () => {
  const set = madeSet()
  const [strong, weak, noise, against] = fitWeights([set], [0.5, 0.5, 0.5, 0.5], 0.01, 7)
  expect(strong).toBeGreaterThan(weak)
  expect(weak).toBeGreaterThan(noise)
  expect(against).toBe(0)
  expect(fitWeights([set], [0.5, 0.5, 0.5, 0.5], 0.01, 7)).toEqual([strong, weak, noise, against])
})

it('keeps to the prior where it is pulled hard', () => {
  for (const weight of fitWeights([madeSet()], [0.5, 0.5, 0.5, 0.5], 100, 7)) {
    expect(weight).toBeGreaterThan(0.45)
    expect(weight).toBeLessThan(0.55)
  }
})
