import { describe, expect, it } from 'vitest'
import { addSample, rateOf, secondsLeft, totalUploads, type RateSample } from './measure-uploads'
import type { UploadItem } from './upload-item'

const item = (state: UploadItem['state'], size: number, sentBytes = 0): UploadItem => ({
  id: crypto.randomUUID(),
  name: 'a.jpg',
  path: 'a.jpg',
  size,
  state,
  sentBytes,
})

describe('upload measures', () => {
  it('counts a finished file whole, whatever it came to', () => {
    const totals = totalUploads([
      item('added', 100),
      item('refused', 50),
      item('sending', 80, 20),
      item('queued', 10),
    ])
    expect(totals).toMatchObject({ files: 4, finished: 2, bytes: 240, sentBytes: 170 })
    expect(totals.counts).toMatchObject({ added: 1, refused: 1, sending: 1, queued: 1 })
  })

  it('measures over the last ten seconds', () => {
    let samples: RateSample[] = []
    for (let second = 0; second <= 30; second += 1) {
      // Slow at first, then ten times as fast.
      const bytes = second < 20 ? second * 100 : 2000 + (second - 20) * 1000
      samples = addSample(samples, { at: second * 1000, bytes, files: second })
    }
    expect(rateOf(samples)).toEqual({ bytesPerSecond: 1000, filesPerSecond: 1 })
  })

  it('gives no estimate before a second has passed', () => {
    expect(rateOf([{ at: 0, bytes: 0, files: 0 }])).toBeUndefined()
    expect(
      rateOf([
        { at: 0, bytes: 0, files: 0 },
        { at: 500, bytes: 9, files: 1 },
      ]),
    ).toBeUndefined()
    expect(secondsLeft(totalUploads([item('queued', 10)]), undefined)).toBeUndefined()
  })

  it('takes the slower of bytes and files for the time left', () => {
    const totals = totalUploads([item('queued', 1000), item('queued', 1000)])
    expect(secondsLeft(totals, { bytesPerSecond: 1000, filesPerSecond: 0.5 })).toBe(4)
    expect(secondsLeft(totals, { bytesPerSecond: 100, filesPerSecond: 0 })).toBe(20)
  })
})
