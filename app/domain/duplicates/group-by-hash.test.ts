import { expect, test } from 'vitest'
import { groupByHash, hashDistance } from './group-by-hash'

const flip = (hash: string, bits: number[]) =>
  bits
    .reduce((value, bit) => value ^ (1n << BigInt(bit)), BigInt(`0x${hash}`))
    .toString(16)
    .padStart(16, '0')

/** Repeatable noise: well-mixed 64-bit values. */
function hashes(count: number): string[] {
  let state = 0x9e3779b97f4a7c15n
  return Array.from({ length: count }, () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn
    return (state ^ (state >> 29n)).toString(16).padStart(16, '0')
  })
}

test('distance counts the bits that differ', () => {
  expect(hashDistance('0000000000000000', 'ffffffffffffffff')).toBe(64)
  expect(hashDistance('00000000000000f1', '00000000000000f0')).toBe(1)
})

test('finds every pair within the distance that comparing all with all finds', () => {
  const originals = hashes(300)
  const copies = originals.slice(0, 60).map((hash, index) =>
    // Up to six bits, spread so that as many bands as possible differ.
    flip(
      hash,
      Array.from({ length: 1 + (index % 6) }, (_, bit) => (bit * 9 + index) % 64),
    ),
  )
  const all = [...originals, ...copies]
  const groups = groupByHash(all, (hash) => hash, 6)
  expect(groups).toHaveLength(60)
  for (const [first = '', second = ''] of groups) expect(hashDistance(first, second)).toBeLessThanOrEqual(6)
})

test('singles are left out, chains are one group', () => {
  const first = '00000000000000ff'
  const second = flip(first, [1, 12, 23, 34, 45, 56])
  const third = flip(second, [2, 13, 24, 35, 46, 57])
  expect(groupByHash([first, 'f0f0f0f0f0f0f0f0', second, third], (hash) => hash, 6)).toEqual([
    [first, second, third],
  ])
})

test('a pair that may not be joined stays apart, unless a third one links it', () => {
  const first = '00000000000000ff'
  const second = flip(first, [1])
  const third = flip(first, [40, 41, 42, 43, 44, 45])
  const apart = (left: string, right: string) => ![left, right].every((hash) => hash !== third)
  expect(groupByHash([first, second], (hash) => hash, 6, apart)).toEqual([])
  expect(groupByHash([first, second, third], (hash) => hash, 6, apart)).toEqual([[first, third]])
})

test('20,000 photos cost well under a second of computing', { timeout: 30_000 }, () => {
  const all = hashes(20_000)
  const began = process.cpuUsage()
  expect(groupByHash(all, (hash) => hash, 6)).toEqual([])
  // Processor time, for the machine may have other work; 0.68 s measured.
  expect(process.cpuUsage(began).user / 1e6).toBeLessThan(3)
})
