import { describe, expect, it } from 'vitest'
import { changeSearch, hasQuery, readSearchAddress, withoutFilters } from './search-address'

const params = (query: string) => new URLSearchParams(query)

describe('search address', () => {
  it('keeps filters and begins at the first page when the words change', () => {
    expect(changeSearch(params('q=red&type=image/png&cursor=abc'), { text: 'blue shirt' })).toBe(
      '/search?type=image%2Fpng&q=blue+shirt',
    )
  })

  it('holds one picture: the newer one wins', () => {
    expect(changeSearch(params('similarTo=p1&q=red'), { picture: 'k1' })).toBe('/search?q=red&picture=k1')
    expect(changeSearch(params('picture=k1'), { similarTo: 'p2' })).toBe('/search?similarTo=p2')
  })

  it('keeps the weight only while there is something to weigh', () => {
    expect(changeSearch(params('q=red&picture=k1'), { weight: 0.8 })).toBe(
      '/search?q=red&picture=k1&imageWeight=0.8',
    )
    expect(changeSearch(params('q=red&picture=k1&imageWeight=0.8'), { text: '' })).toBe('/search?picture=k1')
    expect(changeSearch(params('q=red&picture=k1&imageWeight=0.8'), { weight: 0.5 })).toBe(
      '/search?q=red&picture=k1',
    )
  })

  it('is bare when nothing is left', () => {
    expect(changeSearch(params('q=red'), { text: '  ' })).toBe('/search')
    expect(hasQuery(readSearchAddress(params('q=%20')))).toBe(false)
    expect(hasQuery(readSearchAddress(params('picture=k')))).toBe(true)
  })

  it('leaves the filters out and keeps what is asked', () => {
    expect(withoutFilters(params('q=red&picture=k1&imageWeight=0.8&from=2026-02-31&tag=x'))).toBe(
      '/search?q=red&picture=k1&imageWeight=0.8',
    )
    expect(withoutFilters(params('q=red&picture=k1&imageWeight=0.8'))).toBeUndefined()
  })

  it('reads a weight that makes no sense as even', () => {
    expect(readSearchAddress(params('imageWeight=7')).weight).toBe(0.5)
    expect(readSearchAddress(params('imageWeight=x')).weight).toBe(0.5)
    expect(readSearchAddress(params('imageWeight=0')).weight).toBe(0)
  })
})
