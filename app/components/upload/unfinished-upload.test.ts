import { beforeEach, expect, test } from 'vitest'
import { forgetUnfinishedUpload, noteUpload, readUnfinishedUpload } from './unfinished-upload'

const kept = new Map<string, string>()
const notes = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
}
beforeEach(() => kept.clear())

test('an upload that stopped is found by the same person, once its tab is surely gone', () => {
  noteUpload(notes, 'ada', { left: 312, files: 500 }, 1000)
  expect(readUnfinishedUpload(notes, 'ada', 4000)).toBeUndefined()
  expect(readUnfinishedUpload(notes, 'ada', 60_000)).toEqual({ left: 312, files: 500, at: 1000 })
  expect(readUnfinishedUpload(notes, 'bob', 60_000)).toBeUndefined()
})

test('one that came to its end, or was dismissed, is forgotten', () => {
  noteUpload(notes, 'ada', { left: 1, files: 2 }, 0)
  noteUpload(notes, 'ada', { left: 0, files: 2 }, 0)
  expect(readUnfinishedUpload(notes, 'ada', 60_000)).toBeUndefined()
  noteUpload(notes, 'ada', { left: 1, files: 2 }, 0)
  forgetUnfinishedUpload(notes, 'ada')
  expect(readUnfinishedUpload(notes, 'ada', 60_000)).toBeUndefined()
})

test('a note that is none is passed over', () => {
  for (const text of ['', '{', '[]', '{"left":0,"files":1,"at":1}']) {
    kept.set('recto.unfinished-upload/ada', text)
    expect(readUnfinishedUpload(notes, 'ada', 60_000)).toBeUndefined()
  }
})
