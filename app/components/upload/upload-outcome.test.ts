import { expect, test } from 'vitest'
import type { UploadItem } from './upload-item'
import type { AddedPhoto } from './added-photos'
import { countOutcomes, outcomeOf } from './upload-outcome'

const item = (id: string, state: UploadItem['state'], photoId?: string): UploadItem => ({
  id,
  name: id,
  path: id,
  size: 1,
  state,
  sentBytes: 1,
  photoId,
})
const failed = { status: 'failed', errorMessage: 'The file is cut short.' } as const

test('a file that arrived but is no picture is unreadable, one not looked at yet is added', () => {
  const added = new Map<string, AddedPhoto | undefined>([
    ['p1', failed],
    ['p2', { status: 'ready', errorMessage: null } as const],
    ['p3', undefined],
  ])
  expect(['p1', 'p2', 'p3'].map((id) => outcomeOf(item('x', 'added', id), added))).toEqual([
    'unreadable',
    'added',
    'added',
  ])
})

test('a duplicate of an unreadable photo stays a duplicate, and every file is counted once', () => {
  const added = new Map([['p1', failed]])
  const items = [
    item('a', 'added', 'p1'),
    item('b', 'duplicate', 'p1'),
    item('c', 'queued'),
    item('d', 'refused'),
  ]
  expect(countOutcomes(items, added)).toEqual({
    queued: 1,
    sending: 0,
    added: 0,
    unreadable: 1,
    duplicate: 1,
    refused: 1,
    failed: 0,
  })
})
