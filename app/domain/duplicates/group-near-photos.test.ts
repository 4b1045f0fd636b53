import { expect, test } from 'vitest'
import { groupNearPhotos } from './group-near-photos'

const photo = (id: string, hash: string) => ({ id, hash })
const nothing = { has: () => false, isMarked: () => false }
const ids = (groups: { id: string }[][]) => groups.map((group) => group.map(({ id }) => id).join(''))

function marks(...pairs: string[]) {
  return {
    has: (one: string, other: string) => pairs.includes([one, other].sort().join('')),
    isMarked: (id: string) => pairs.some((pair) => pair.includes(id)),
  }
}

test('photos of one hash are a group, singles are none', () => {
  const photos = [photo('a', '1'), photo('b', '2'), photo('c', '1'), photo('d', '3')]
  expect(ids(groupNearPhotos(photos, [], nothing))).toEqual(['ac'])
})

test('near hashes join what has them, chains are one group, hashes that nobody has any more are passed over', () => {
  const photos = [photo('a', '1'), photo('b', '2'), photo('c', '3'), photo('d', '9')]
  const near = [
    ['1', '2'],
    ['2', '3'],
    ['9', '8'],
  ] as const
  expect(ids(groupNearPhotos(photos, near, nothing))).toEqual(['abc'])
})

test('a pair that may not be joined stays apart, unless a third one links it', () => {
  const two = [photo('a', '1'), photo('b', '1')]
  expect(groupNearPhotos(two, [], marks('ab'))).toEqual([])
  expect(ids(groupNearPhotos([...two, photo('c', '1')], [], marks('ab')))).toEqual(['abc'])
  expect(ids(groupNearPhotos([...two, photo('c', '2')], [['1', '2']], marks('ab')))).toEqual(['abc'])
  expect(ids(groupNearPhotos([...two, photo('c', '1')], [], marks('ab', 'ac')))).toEqual(['bc'])
  expect(ids(groupNearPhotos([...two, photo('c', '2')], [['1', '2']], marks('ab', 'bc')))).toEqual(['ac'])
})

test('says the same as comparing every photo with every other', () => {
  let state = 7
  const random = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below
  for (let round = 0; round < 200; round += 1) {
    const photos = Array.from({ length: 12 }, (_, index) =>
      photo(String.fromCharCode(97 + index), String(random(6))),
    )
    const near = Array.from({ length: random(5) }, () => [String(random(6)), String(random(6))] as const)
    const pair = () => [photos[random(12)]?.id ?? '', photos[random(12)]?.id ?? ''].sort().join('')
    const distinct = marks(...Array.from({ length: random(20) }, pair))
    const isNear = (one: string, other: string) =>
      one === other || near.some(([a, b]) => (a === one && b === other) || (b === one && a === other))
    const grown = photos.map((start) => {
      const group = new Set([start])
      for (const member of group)
        for (const other of photos)
          if (member !== other && isNear(member.hash, other.hash) && !distinct.has(member.id, other.id))
            group.add(other)
      return group.size > 1
        ? [...group]
            .map(({ id }) => id)
            .sort()
            .join('')
        : null
    })
    const expected = [...new Set(grown.filter((group) => group !== null))]
    expect(ids(groupNearPhotos(photos, near, distinct)).sort()).toEqual(expected.sort())
  }
})
