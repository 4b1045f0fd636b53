import { describe, expect, it } from 'vitest'
import { countPictureTokens, estimateCost } from './estimate-cost'
import { visionModel } from './vision-model'

const full = visionModel('gpt-4o')
const mini = visionModel('gpt-4o-mini-2024-07-18')

describe('countPictureTokens', () => {
  it.each([
    [1_024, 1_024, 765],
    [2_048, 4_096, 1_105],
    [512, 512, 255],
    [1_600, 1_200, 765],
    [300, 200, 255],
  ])('counts %i × %i as published: %i', (width, height, tokens) => {
    expect(countPictureTokens({ width, height }, 'high', full)).toBe(tokens)
  })

  it('counts low detail and the smaller model by their own figures', () => {
    expect(countPictureTokens({ width: 4_000, height: 3_000 }, 'low', full)).toBe(85)
    expect(countPictureTokens({ width: 1_024, height: 1_024 }, 'high', mini)).toBe(2_833 + 4 * 5_667)
  })
})

describe('estimateCost', () => {
  it('prices 26 previews at about five cents with gpt-4o', () => {
    const estimate = estimateCost(
      Array.from({ length: 26 }, () => ({ width: 1_600, height: 1_200 })),
      'x'.repeat(400),
      800,
      full,
    )
    expect(estimate.inputTokens).toBe(26 * 765 + 100 + 26 * 8)
    expect(estimate.usd).toBeCloseTo(0.0585, 3)
  })
})
