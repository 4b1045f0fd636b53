import { expect, test } from 'vitest'
import { decodeLetters } from './decode-letters.js'

const letters = ['', 'a', 'b', ' ']
const blank = [0.97, 0.01, 0.01, 0.01]
const a = [0.1, 0.9, 0, 0]
const b = [0.2, 0, 0.8, 0]
const decode = (...rows: number[][]) => decodeLetters(rows.flat(), 0, rows.length, letters)

test('a letter over several steps is one, two with a blank between them are two', () => {
  expect(decode(a, a, blank, a, b).text).toBe('aab')
})

test('a space counts long before it is the likeliest, and never at the ends', () => {
  const faint = [0.94, 0.01, 0.01, 0.04]
  expect(decode(faint, a, faint, b, faint).text).toBe('a b')
  expect(decode(a, blank, b).text).toBe('ab')
})

test('a likeliest space is one space', () => {
  expect(decode(a, [0.1, 0, 0, 0.9], [0.1, 0, 0, 0.9], b).text).toBe('a b')
})

test('the confidence is the mean of the letters, and 0 for an empty line', () => {
  expect(decode(a, blank, b)).toEqual({ text: 'ab', confidence: 0.85 })
  expect(decode(blank, blank)).toEqual({ text: '', confidence: 0 })
})
