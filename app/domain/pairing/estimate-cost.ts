import type { VisionModel } from './vision-model'

export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** Tokens one picture costs: fitted into 2,048 px, then to a short side of 768, then cut into 512-px tiles. */
export function countPictureTokens(size: PictureSize, detail: 'low' | 'high', model: VisionModel): number {
  if (detail === 'low') return model.tokens.low
  const fit = Math.min(1, 2_048 / Math.max(size.width, size.height))
  const short = Math.min(1, 768 / (Math.min(size.width, size.height) * fit))
  // why floor: 1,024 × 1,024 must give 765 as published, and 768.0000001 must not start another tile.
  const tiles = (side: number): number => Math.max(1, Math.ceil(Math.floor(side * fit * short) / 512))
  return model.tokens.base + model.tokens.tile * tiles(size.width) * tiles(size.height)
}

export interface CostEstimate {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly usd: number
}

/** The sizes at which photos are shown: known before any preview is made, so the price can be told first. */
export function previewSizes(photos: readonly PictureSize[], model: VisionModel): PictureSize[] {
  return photos.map(({ width, height }) => {
    const fit = Math.min(1, model.previewSide / Math.max(width, height))
    return { width: Math.round(width * fit), height: Math.round(height * fit) }
  })
}

/** What a request will cost, computed before it is sent; words are counted at four characters a token. */
export function estimateCost(
  pictures: readonly PictureSize[],
  words: string,
  expectedAnswerTokens: number,
  model: VisionModel,
): CostEstimate {
  const pictureTokens = pictures.reduce((sum, size) => sum + countPictureTokens(size, 'high', model), 0)
  const inputTokens = pictureTokens + Math.ceil(words.length / 4) + pictures.length * 8
  return {
    inputTokens,
    outputTokens: expectedAnswerTokens,
    usd: priceOf(inputTokens, expectedAnswerTokens, model),
  }
}

export function priceOf(inputTokens: number, outputTokens: number, model: VisionModel): number {
  return (inputTokens * model.usdPerMillion.input + outputTokens * model.usdPerMillion.output) / 1_000_000
}
