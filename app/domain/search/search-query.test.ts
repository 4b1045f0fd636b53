import { expect, test } from 'vitest'
import { searchParams } from './search-query'

const takenTo = (to: string) => searchParams.parse({ to }).filters?.takenTo?.toISOString()

test('the day that "until" names is included, to its last millisecond', () => {
  expect(takenTo('2026-01-31')).toBe('2026-01-31T23:59:59.999Z')
  expect(takenTo('2024-02-29')).toBe('2024-02-29T23:59:59.999Z')
})

test('a moment is taken as it stands, and nothing as no bound', () => {
  expect(takenTo('2026-01-31T12:00:00Z')).toBe('2026-01-31T12:00:00.000Z')
  expect(takenTo('')).toBeUndefined()
})
