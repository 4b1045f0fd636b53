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

test.each([{ from: '2026-02-31' }, { to: '2026-02-29' }, { from: '2026-13-01T00:00:00Z' }, { to: '7' }])(
  'a day that is not in the calendar is refused: %o',
  (filter) => {
    const { error } = searchParams.safeParse(filter)
    expect(error?.issues).toMatchObject([
      { path: Object.keys(filter), message: 'Give a day of the calendar, such as 2026-01-31' },
    ])
  },
)
