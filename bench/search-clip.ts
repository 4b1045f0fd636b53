import sharp from 'sharp'
import { createClipClient } from '~/platform/clip/create-clip-client.server'
import type { ClipClient } from '~/platform/clip/clip-client'
import { startEmbeddingService } from '~tests/helpers/start-embedding-service'
import { BENCH_MODEL } from './search-library'
import type { VectorWorld } from './search-vectors'

/**
 * Answers with vectors of the synthetic world, after the real embedding service has answered for the same text or
 * picture: its vector is thrown away, its time counts. The service at CLIP_SERVICE_URL, or one started here.
 */
export async function createSyntheticClip(world: VectorWorld) {
  const own = process.env.CLIP_SERVICE_URL ? undefined : await startEmbeddingService()
  const real = createClipClient({
    CLIP_SERVICE_URL: own?.url ?? process.env.CLIP_SERVICE_URL ?? '',
    CLIP_API_TOKEN: process.env.CLIP_API_TOKEN,
  })
  let next = world.wordQuery(0)
  const byText = new Map<string, Float32Array>()
  const client: ClipClient = {
    ...real,
    model: async () => BENCH_MODEL,
    async embedText(text, signal) {
      await real.embedText(text, signal)
      return { model: BENCH_MODEL.id, vector: byText.get(text) ?? next }
    },
    async embedImages(images, signal) {
      await real.embedImages(images, signal)
      return { model: BENCH_MODEL.id, results: images.map(() => ({ vector: next })) }
    },
  }
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
  const picture = await sharp({
    create: { width: 448, height: 448, channels: 3, background: 'white', noise },
  })
    .jpeg()
    .toBuffer()
  return {
    client,
    name: (await real.model()).id,
    picture,
    answerNext: (vector: Float32Array) => void (next = vector),
    /** For searches at the same time, which have no next one. */
    answerTo: (text: string, vector: Float32Array) => void byText.set(text, vector),
    stop: async () => own?.stop(),
  }
}
