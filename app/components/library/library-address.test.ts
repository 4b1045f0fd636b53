import { describe, expect, it } from 'vitest'
import { countFilters, libraryQuery, parseLibraryAddress, toPhotoFilters } from './library-address'

const parse = (query: string) => parseLibraryAddress(new URLSearchParams(query))

describe('library address', () => {
  it('reads every filter and writes the same address', () => {
    const query = 'name=shirt&status=failed&type=image%2Fjpeg&camera=X100&from=2026-01-02&to=2026-01-31&bin=1'
    expect(libraryQuery(parse(query))).toBe(query)
    expect(countFilters(parse(query))).toBe(6)
  })

  it('opens in spite of values that make no sense', () => {
    expect(parse('status=lost&from=yesterday&name=%20&page=7&bin=maybe')).toEqual({})
  })

  it('gives equal keys to equal filters in another order', () => {
    expect(libraryQuery(parse('camera=a&name=b'))).toBe(libraryQuery(parse('name=b&camera=a')))
  })

  it('includes the last day', () => {
    const { takenFrom, takenTo } = toPhotoFilters(parse('from=2026-01-02&to=2026-01-02'))
    expect(takenTo && takenFrom && takenTo.getTime() - takenFrom.getTime()).toBe(86_400_000)
  })
})
