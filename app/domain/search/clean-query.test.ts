import { expect, test } from 'vitest'
import { cleanFilters, cleanText } from './clean-query'

test('a query is composed, single-spaced, without NUL and half surrogates; emoji stay whole', () => {
  expect(cleanText('  red \t\n T-shirt\u0000 ')).toBe('red T-shirt')
  expect(cleanText('cafe\u0301')).toBe('caf\u00e9')
  expect(cleanText('a\ud800b')).toBe('a b')
  expect(cleanText('👩🏽‍🦰 hat')).toBe('👩🏽‍🦰 hat')
})

test('characters count as a person counts them, up to 1,000', () => {
  expect([...cleanText('👕'.repeat(1000))]).toHaveLength(1000)
  expect(() => cleanText('a'.repeat(1001))).toThrow(expect.objectContaining({ code: 'QUERY_TOO_LONG' }))
  expect(() => cleanText('x'.repeat(10_000_000))).toThrow(expect.objectContaining({ code: 'QUERY_TOO_LONG' }))
})

test('blank filters are none', () => {
  expect(cleanFilters({ tag: ' ', camera: 'Can\u0000on' })).toEqual({
    tag: undefined,
    camera: 'Can on',
    uploaderId: undefined,
    contentType: undefined,
  })
})
