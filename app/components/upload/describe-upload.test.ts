import { expect, test } from 'vitest'
import { announcement, headline } from './describe-upload'
import { totalUploads } from './measure-uploads'
import type { UploadState } from './upload-item'

function snapshotOf(counts: Partial<Record<UploadState, number>>) {
  const items = Object.entries(counts).flatMap(([state, count]) =>
    Array.from({ length: count }, (_, i) => {
      const name = `${state}-${i}.jpg`
      return { id: name, name, path: name, size: 10, state: state as UploadState, sentBytes: 0 }
    }),
  )
  const totals = totalUploads(items)
  return { items, totals, rate: undefined, paused: undefined, active: totals.finished < totals.files }
}

test.each<[string, Partial<Record<UploadState, number>>]>([
  ['Uploading 1,234 of 5,000 files', { added: 1233, sending: 4, queued: 3763 }],
  ['All 1,500 files uploaded', { added: 1499, duplicate: 1 }],
  ['1,200 of 1,201 files uploaded', { added: 1200, refused: 1 }],
  ['1 file uploaded', { added: 1 }],
  ['Nothing was uploaded', { failed: 2, refused: 1 }],
])('%s', (words, counts) => {
  expect(headline(snapshotOf(counts))).toBe(words)
})

test('what is said aloud changes with the state, not with the amounts', () => {
  const early = announcement(snapshotOf({ added: 1, sending: 1, queued: 5 }))
  expect(announcement(snapshotOf({ added: 5, sending: 2 }))).toBe(early)
  expect(announcement({ ...snapshotOf({ added: 5, queued: 2 }), paused: 'person' })).not.toBe(early)
  expect(announcement(snapshotOf({ added: 6, failed: 1 }))).toBe(
    '6 of 7 files uploaded: 6 added · 1 failed · 70 B',
  )
})
