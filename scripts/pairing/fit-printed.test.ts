import { expect, it } from 'vitest'
import type { ComparedSet } from '~/domain/pairing/compare-set'
import { takeWords } from '~/domain/pairing/printed-text'
import { FITTED } from '~/domain/pairing/score-pair'
import { fitPrinted, type ReadSet } from './fit-printed'

const WORDS = ['ginger', 'mango', 'cherry', 'walnut', 'papaya', 'sesame']

/** Photos that all look alike; `wordOf` says what is read on the photo at a place, partners stand side by side. */
function readSet(wordOf: (place: number) => string): ReadSet {
  const count = 2 * WORDS.length
  const active = Array.from({ length: count }, (_, place) => place)
  const compared: ComparedSet = {
    photos: [],
    repeats: [],
    active,
    likeness: null,
    looks: new Float64Array(count * count),
    product: new Float64Array(count * count),
    fitted: FITTED,
  }
  return {
    compared,
    texts: active.map((place) => takeWords([{ text: wordOf(place), confidence: 1 }])),
    partner: active.map((place) => place ^ 1),
  }
}

it('believes words that partners share, and not words that strangers share', () => {
  expect(fitPrinted([readSet((place) => WORDS[place >> 1])])).toBeGreaterThan(2)
  expect(fitPrinted([readSet((place) => WORDS[((place + 1) >> 1) % WORDS.length])])).toBe(0)
})
