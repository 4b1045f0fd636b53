import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compareTruth, readTruth } from './compare-truth'

const answer = (front: string, back: string, confidence = 'sure', score = 0.99) => ({
  front,
  back,
  confidence,
  score,
})
const truth = [
  { front: 'a', back: 'b' },
  { front: 'c', back: 'd' },
]

describe('compareTruth', () => {
  it('counts pairs whichever side is called the front, and sides separately', () => {
    const accuracy = compareTruth([answer('b', 'a'), answer('c', 'd')], truth)
    expect(accuracy).toMatchObject({
      known: 2,
      right: 2,
      sidesRight: 1,
      perfect: true,
      sure: 2,
      wrongButSure: 0,
    })
  })

  it('calls a set with an extra pair not perfect, and sees sure mistakes', () => {
    const accuracy = compareTruth(
      [answer('a', 'b'), answer('c', 'x'), answer('y', 'z', 'doubtful', 0.3)],
      truth,
    )
    expect(accuracy).toMatchObject({ right: 1, perfect: false, wrongButSure: 1 })
    expect(accuracy.calibration.find((bin) => bin.from === 0)).toMatchObject({ pairs: 1, right: 0 })
  })
})

describe('readTruth', () => {
  it('reads quoted cells and refuses other tables', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'recto-truth-'))
    const file = join(folder, 'pairs.csv')
    await writeFile(file, '\uFEFFid,category,front,back\r\n1,shirt,"a, left.jpg",./b.jpg\r\n')
    expect(await readTruth(file)).toEqual([{ front: 'a, left.jpg', back: 'b.jpg' }])
    await writeFile(file, 'front;back\na;b\n')
    await expect(readTruth(file)).rejects.toThrow('the first line must be')
    await rm(folder, { recursive: true })
  })
})
