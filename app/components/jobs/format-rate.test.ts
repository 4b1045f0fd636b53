import { expect, it } from 'vitest'
import { formatRate } from './format-rate'

it.each([
  [31.2, '31 a second'],
  [2.04, '2.0 a second'],
  [0.05, '3 a minute'],
  [0.001, '1 a minute'],
])('%d per second reads %s', (rate, text) => expect(formatRate(rate)).toBe(text))
