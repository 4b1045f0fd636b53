import { z } from 'zod'
import { AppError } from '../errors'
import type { ClipClient, ImageReading } from './clip-client'
import { cutIntoRequests, itemError, picturesForm } from './picture-requests.server'
import type { RequestClip } from './request-clip.server'

/** Few, so that an answer comes within the time limit when every picture is a page of small print. */
const REQUEST_IMAGES = 8
const TIMEOUT_MS = 60_000
/** How long a full queue is waited for. */
const PATIENCE_MS = 60_000

const readingsAnswer = z.object({
  readings: z.array(
    z.union([
      z.object({ lines: z.array(z.object({ text: z.string(), confidence: z.number() })) }),
      itemError,
    ]),
  ),
})

/** Reads what is printed in pictures, by the service's POST /read/image. */
export function createImageReader(request: RequestClip): ClipClient['readImages'] {
  return async (images, signal) => {
    const readings: ImageReading[] = []
    for (const part of cutIntoRequests(images, REQUEST_IMAGES)) {
      const answer = await request('/read/image', {
        schema: readingsAnswer,
        timeoutMs: TIMEOUT_MS,
        patienceMs: PATIENCE_MS,
        signal,
        body: () => picturesForm(part),
      })
      if (answer.readings.length !== part.length) {
        throw new AppError(
          'ML_SERVICE_DOWN',
          `The embedding service answered ${answer.readings.length} readings for ${part.length} pictures.`,
        )
      }
      readings.push(...answer.readings)
    }
    return readings
  }
}
