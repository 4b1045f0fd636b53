import { describe, expect, it } from 'vitest'
import { nameOdds, nameOrder, readName } from './read-name'

describe('readName', () => {
  it.each([
    ['shirt-12-front.jpg', 'shirt 12', 'front'],
    ['Shirt 12 BACK.JPG', 'shirt 12', 'back'],
    ['hose/7b.webp', 'hose 7', 'back'],
    ['IMG_0042.jpg', 'img 0042', null],
    ['backpack.jpg', 'backpack', null],
  ])('%s names %s, side %s', (path, stem, side) => {
    expect(readName(path)).toEqual({ stem, side })
  })
})

describe('nameOrder', () => {
  it('counts as people do', () => {
    expect(nameOrder(['IMG_10.jpg', 'IMG_9.jpg', 'IMG_100.jpg'])).toEqual([1, 0, 2])
  })
})

describe('nameOdds', () => {
  const names = ['a-front.jpg', 'a-back.jpg', 'b-front.jpg', 'b-back.jpg', 'c.jpg'].map(readName)

  it('speaks for photos whose names belong together and against others', () => {
    const odds = nameOdds(names, () => 3)
    expect(odds(0, 1)).toBeGreaterThan(0)
    expect(odds(0, 3)).toBeLessThan(0)
    expect(odds(0, 4)).toBeLessThan(0)
  })

  it('is not believed where the pictures contradict it', () => {
    const odds = nameOdds(names, () => -10)
    expect(odds(0, 1)).toBe(0)
  })
})
