import type { Outcome } from '../batching/batch-lane.ts'
import type { ModelDescription } from './model-description.ts'
import { cosine, decodeVector } from './vector-codec.ts'

export type Readiness =
  { ready: true; imageCosine: number; textCosine: number } | { ready: false; reason: string }

/**
 * A process can be up, and even answer, with wrong vectors: a corrupted weight,
 * a driver, a preprocessing change. The recorded answers to a known picture and
 * text are compared with what the model says now.
 */
export function compareProbe(wanted: ModelDescription['probe'], image: Outcome, text: Outcome): Readiness {
  const cosines = { image: 0, text: 0 }
  for (const [side, outcome, recorded] of [
    ['image', image, wanted.imageEmbedding],
    ['text', text, wanted.textEmbedding],
  ] as const) {
    if ('error' in outcome) {
      return { ready: false, reason: `The known ${side} could not be embedded: ${outcome.error.message}` }
    }
    cosines[side] = cosine(outcome.vector, decodeVector(recorded))
    if (cosines[side] < wanted.minCosine) {
      const got = cosines[side].toFixed(4)
      return {
        ready: false,
        reason: `The known ${side} gives another vector than recorded: cosine ${got}, at least ${wanted.minCosine} expected.`,
      }
    }
  }
  return { ready: true, imageCosine: cosines.image, textCosine: cosines.text }
}
