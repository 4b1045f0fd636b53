import { expect, it } from 'vitest'
import { countOf, formatBytes, formatDuration } from './format-amounts'

it.each([
  [0, '0 s'],
  [0.4, 'less than 1 s'],
  [59.4, '59 s'],
  [60, '1 min'],
  [130, '2 min 10 s'],
  [3600, '1 h'],
  [3900, '1 h 5 min'],
  // Minutes are rounded before hours are taken out of them.
  [7199, '2 h'],
  [7500, '2 h 5 min'],
  [-5, '0 s'],
])('%d seconds read %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text))

it.each([
  [0, '0 B'],
  [999_499, '999 kB'],
  [999_600, '1.0 MB'],
  [123_456_789, '123 MB'],
])('%d bytes read %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

it('counts with the right word', () => {
  expect(countOf(1, 'photo')).toBe('1 photo')
  expect(countOf(1204, 'photo')).toBe('1,204 photos')
})
