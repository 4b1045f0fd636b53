import { expect, test } from 'vitest'
import { safeNext } from './safe-next'

test('a path of ours stays as it is', () => {
  expect(safeNext('/library?status=failed')).toBe('/library?status=failed')
})

test.each([
  null,
  '',
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  '/library/..//evil.example',
  '/%2e//evil.example',
])('%j does not leave the site', (next) => {
  expect(new URL(safeNext(next), 'http://here').origin).toBe('http://here')
})
