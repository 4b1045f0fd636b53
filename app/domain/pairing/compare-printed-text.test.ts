import { describe, expect, it } from 'vitest'
import { comparePrintedText } from './compare-printed-text'
import { takeWords } from './printed-text'

const read = (...lines: string[]) => takeWords(lines.map((text) => ({ text, confidence: 0.9 })))

describe('takeWords', () => {
  it('takes words of three letters on, without case and accents, each once', () => {
    const text = takeWords([
      { text: 'CRÈME Brûlée, 5 kg', confidence: 0.9 },
      { text: 'creme: Sahne', confidence: 0.9 },
    ])
    expect(text?.words).toEqual(['creme', 'brulee', 'sahne'])
  })

  it('takes nothing from lines that were hardly read', () => {
    expect(takeWords([{ text: 'folds', confidence: 0.55 }])).toBeNull()
    expect(takeWords([])).toBeNull()
  })
})

describe('comparePrintedText', () => {
  // Fronts at even places, their backs after them, and a photo without words.
  const varieties = ['Ginger', 'Mango', 'Cherry', 'Walnut', 'Papaya', 'Sesame']
  const shared = comparePrintedText([
    ...varieties.flatMap((variety) => [
      read('NORDHAVN', variety),
      read(`with ${variety}, oats and salt`, 'keep dry and cool'),
    ]),
    null,
  ])

  it('counts a word on two photos above a paragraph that is on half of them', () => {
    expect(shared.amount(0, 1)).toBeGreaterThan(2 * shared.amount(1, 3))
    expect(shared.amount(0, 1)).toBe(shared.amount(1, 0))
    expect(shared.words(0, 1)).toEqual(['ginger'])
  })

  it('finds a word that was misread in one letter, and none on a photo without words', () => {
    const misread = comparePrintedText([
      read('Tropicana'),
      read('Tropkcana fresh'),
      read('Bravo'),
      read('Arla'),
    ])
    expect(misread.amount(0, 1)).toBeGreaterThan(misread.amount(0, 2))
    expect(misread.words(0, 1)).toEqual(['tropicana'])
    expect(shared.amount(0, 12)).toBe(0)
    expect(shared.words(0, 12)).toEqual([])
  })

  it('tells two products of one design apart by words that a third photo confirms', () => {
    expect(shared.apart(0, 2)).toBe(true)
    expect(shared.apart(1, 3)).toBe(true)
    // Two tries at one label: what only one of them read, no other photo has.
    const tries = comparePrintedText([read('Ginger', 'zzqyx'), read('Ginger', 'wvkpt'), read('Mango')])
    expect(tries.apart(0, 1)).toBe(false)
  })
})
