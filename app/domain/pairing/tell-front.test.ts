import { expect, it } from 'vitest'
import type { Face } from './describe-face'
import { learnHabit, type SideFacts } from './tell-front'

const face: Face = { print: 0, neckDip: 0, middleLine: 0, neckPatch: 0, saturation: 0 }
const side = (facts: Partial<SideFacts> = {}): SideFacts => ({
  face,
  namedSide: null,
  words: null,
  place: 0,
  ...facts,
})
const frontOdds = (first: SideFacts, second: SideFacts): number => learnHabit([])(first, second)

it('takes the side with the small print for the back, and a word more or less for nothing', () => {
  const [name, ingredients] = [side({ words: 4 }), side({ words: 60, place: 1 })]
  const alike = frontOdds(side({ words: 4 }), side({ words: 6, place: 1 }))
  expect(frontOdds(name, ingredients)).toBeGreaterThan(alike + 0.1)
  expect(frontOdds(ingredients, name)).toBeCloseTo(1 - frontOdds(name, ingredients), 1)
  expect(alike).toBeCloseTo(frontOdds(side(), side({ place: 1 })), 9)
})

it('lets a name overrule it, and says nothing where only one side was read', () => {
  expect(
    frontOdds(side({ words: 60, namedSide: 'front' }), side({ words: 4, namedSide: 'back' })),
  ).toBeGreaterThan(0.9)
  expect(frontOdds(side({ words: 60 }), side({ words: null }))).toBe(frontOdds(side(), side()))
})
