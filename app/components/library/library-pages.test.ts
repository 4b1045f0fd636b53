import { describe, expect, it } from 'vitest'
import type { PhotoView } from '~/domain/photos/photo-view'
import {
  appendPage,
  applyChanges,
  insertPhotos,
  olderThan,
  refreshBehind,
  refreshFirstPage,
  type LibraryPages,
} from './library-pages'

/** Photo `n` was created at second `n`: higher is newer. */
function photo(n: number, change: Partial<PhotoView> = {}): PhotoView {
  return {
    id: `p${String(n).padStart(2, '0')}`,
    fileName: `${n}.jpg`,
    status: 'ready',
    errorCode: null,
    errorMessage: null,
    contentType: 'image/jpeg',
    byteSize: 1,
    width: 1,
    height: 1,
    placeholder: null,
    version: 'v',
    takenAt: null,
    createdAt: new Date(n * 1000).toISOString(),
    deletedAt: null,
    ...change,
  }
}
const page = (numbers: number[], nextCursor: string | null = 'more'): LibraryPages => ({
  photos: numbers.map((n) => photo(n)),
  nextCursor,
})
const numbers = (pages: { photos: readonly PhotoView[] }) => pages.photos.map(({ id }) => Number(id.slice(1)))

describe('library pages', () => {
  it('appends a page without showing a photo twice', () => {
    const all = appendPage(page([9, 8, 7]), page([7, 6, 5], null))
    expect(numbers(all)).toEqual([9, 8, 7, 6, 5])
    expect(all.nextCursor).toBeNull()
  })

  it('keeps loaded pages behind a fresh first page that overlaps', () => {
    const back = refreshFirstPage(page([9, 8, 7, 6, 5, 4], 'deep'), page([10, 9, 8]))
    expect(numbers(back)).toEqual([10, 9, 8, 7, 6, 5, 4])
    expect(back.nextCursor).toBe('deep')
  })

  it('starts afresh when nothing overlaps or all of it is loaded', () => {
    expect(numbers(refreshFirstPage(page([3, 2, 1]), page([30, 29])))).toEqual([30, 29])
    expect(numbers(refreshFirstPage(page([3, 2, 1]), page([3, 1], null)))).toEqual([3, 1])
    expect(refreshFirstPage(page([3, 2], 'deep'), page([4, 3, 2], 'next')).nextCursor).toBe('next')
  })

  it('sees what was deleted, changed and restored behind the first page since it was loaded', () => {
    // 6 was deleted, 5 failed, 4 came back; 3 and 2 are not read yet.
    const next = { photos: [photo(5, { status: 'failed' }), photo(4)], nextCursor: 'third' }
    const back = refreshBehind(page([8, 7, 6, 5, 3, 2], 'deep'), photo(7), next)
    expect(numbers(back)).toEqual([8, 7, 5, 4, 3, 2])
    expect(back.photos[2]?.status).toBe('failed')
    expect(back.nextCursor).toBe('deep')
    expect(numbers({ photos: olderThan(back, next) })).toEqual([3, 2])
  })

  it('ends where the page that was read again ends', () => {
    expect(numbers(refreshBehind(page([8, 7, 6, 5]), photo(7), page([6], null)))).toEqual([8, 7, 6])
    expect(numbers(refreshBehind(page([8, 7, 6, 5]), photo(7), page([], null)))).toEqual([8, 7])
    expect(refreshBehind(page([8, 7, 6], 'deep'), photo(7), page([6, 5], 'next')).nextCursor).toBe('next')
  })

  it('finds the place behind a photo that is gone itself', () => {
    expect(numbers(refreshBehind(page([9, 8, 6, 5], 'deep'), photo(7), page([5, 4])))).toEqual([9, 8, 5, 4])
  })

  it('updates in place, drops what is gone, and hands out what is new', () => {
    const { pages, added } = applyChanges(
      page([9, 8, 7]),
      [photo(8, { status: 'failed' }), photo(10), photo(11)],
      ['p09'],
    )
    expect(numbers(pages)).toEqual([8, 7])
    expect(pages.photos[0]?.status).toBe('failed')
    expect(added.map(({ id }) => id)).toEqual(['p11', 'p10'])
  })

  it('leaves photos older than the loaded part to their page', () => {
    expect(applyChanges(page([9, 8]), [photo(2)], []).added).toEqual([])
    expect(applyChanges(page([9, 8], null), [photo(2)], []).added).toHaveLength(1)
  })

  it('puts an undone deletion back in its place', () => {
    expect(numbers(insertPhotos(page([9, 7]), [photo(8), photo(9)]))).toEqual([9, 8, 7])
  })
})
