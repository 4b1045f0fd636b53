import type { Outcome } from '../batching/batch-lane.ts'
import { ServiceError } from '../errors.ts'

/** A vector of NaN compares false with everything and would vanish silently from every search. */
export function checkVector(vector: Float32Array): Outcome {
  if (vector.every(Number.isFinite)) return { vector }
  return {
    error: new ServiceError('INFERENCE_FAILED', 'The model answered with a vector that has no direction.'),
  }
}
