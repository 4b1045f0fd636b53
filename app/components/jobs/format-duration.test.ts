import { expect, it } from 'vitest'
import { formatDuration, formatRate } from './format-duration'

it.each([
  [0, '0 s'],
  [0.4, 'less than 1 s'],
  [59.4, '59 s'],
  [60, '1 min'],
  [130, '2 min 10 s'],
  [3600, '1 h'],
  [3900, '1 h 5 min'],
  [-5, '0 s'],
])('%d seconds read %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text))

it.each([
  [31.2, '31 a second'],
  [2.04, '2.0 a second'],
  [0.05, '3 a minute'],
  [0.001, '1 a minute'],
])('%d per second reads %s', (rate, text) => expect(formatRate(rate)).toBe(text))
