import { expect, test } from 'vitest'
import { readPlace, writePlace } from './place'

const row = { createdAt: new Date('2026-11-21T19:30:00.123Z'), id: '01a1ff91-f87b-740a-85df-15cd0ca5c1e3' }

test('a cursor is read as the place it was made of', () => {
  expect(readPlace(writePlace(row))).toEqual(row)
  expect(readPlace(writePlace({ ...row, createdAt: row.createdAt.toISOString() }))).toEqual(row)
})

const cursor = (text: string) => Buffer.from(text).toString('base64url')

test.each([
  'zzz',
  cursor('2026-11-21T19:30:00.123Z'),
  cursor(`yesterday|${row.id}`),
  cursor(`2026-11-21T19:30:00.123Z|${'-'.repeat(36)}`),
  cursor(`2026-11-21T19:30:00.123Z|${row.id}|more`),
])('%s is no cursor', (text) => {
  expect(() => readPlace(text)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }))
})
