import { z } from 'zod'
import type { Env } from '../env.server'
import { AppError } from '../errors'
import { cacheTextVectors } from './cache-text-vectors.server'
import type { ClipClient, ClipModel, ImageEmbedding } from './clip-client'
import { cutIntoRequests, itemError, picturesForm } from './picture-requests.server'
import { createImageReader } from './read-images.server'
import { createRequester } from './request-clip.server'

/** How long the answer of `/model` is believed. A service restarted with another model is noticed by then. */
const MODEL_TTL_MS = 30_000
/** Pictures a request, at most. */
const REQUEST_IMAGES = 64
const TIMEOUT_MS = { model: 5_000, text: 10_000, images: 120_000 }
/** How long a full queue is waited for: a person at a search box less than a job. */
const PATIENCE_MS = { model: 2_000, text: 3_000, images: 60_000 }

const calibration = z.object({
  slope: z.number().positive(),
  intercept: z.number(),
  strong: z.number(),
  possible: z.number(),
  weak: z.number(),
})
const modelAnswer = z.object({
  id: z.string().min(1),
  name: z.string(),
  revision: z.string(),
  dimensions: z.number().int().positive(),
  calibration: z.object({ textToImage: calibration, imageToImage: calibration }),
})
const textAnswer = z.object({ embedding: z.base64(), model: z.string().min(1) })
const imagesAnswer = z.object({
  embeddings: z.array(z.union([z.base64(), itemError])),
  model: z.string().min(1),
})

/**
 * The embedding service at CLIP_SERVICE_URL. One circuit breaker for the process: after three failures in a row calls
 * fail at once for some seconds, then one is let through. Text vectors are cached (bounded).
 */
export function createClipClient(env: Pick<Env, 'CLIP_SERVICE_URL' | 'CLIP_API_TOKEN'>): ClipClient {
  const request = createRequester(env)
  let known: { model: Promise<ClipModel>; until: number } | undefined

  function model(): Promise<ClipModel> {
    if (known && known.until > Date.now()) return known.model
    const asked = request('/model', {
      schema: modelAnswer,
      timeoutMs: TIMEOUT_MS.model,
      patienceMs: PATIENCE_MS.model,
    })
    const entry = { model: asked, until: Date.now() + MODEL_TTL_MS }
    known = entry
    asked.catch(() => {
      if (known === entry) known = undefined
    })
    return asked
  }

  /** An answer from another model than the remembered one: forget it, so that the next search reads the new scale. */
  async function notice(id: string): Promise<void> {
    const entry = known
    if (entry && (await entry.model.catch(() => undefined))?.id !== id && known === entry) known = undefined
  }

  async function embedSome(images: Buffer[], signal?: AbortSignal) {
    const answer = await request('/embed/image', {
      schema: imagesAnswer,
      timeoutMs: TIMEOUT_MS.images,
      patienceMs: PATIENCE_MS.images,
      signal,
      body: () => picturesForm(images, { encoding: 'base64' }),
    })
    if (answer.embeddings.length !== images.length) {
      throw new AppError(
        'ML_SERVICE_DOWN',
        `The embedding service answered ${answer.embeddings.length} vectors for ${images.length} pictures.`,
      )
    }
    await notice(answer.model)
    const results = answer.embeddings.map((item): ImageEmbedding =>
      typeof item === 'string' ? { vector: decodeVector(item) } : item,
    )
    return { model: answer.model, results }
  }

  async function embedImages(images: Buffer[], signal?: AbortSignal) {
    if (images.length === 0) return { model: (await model()).id, results: [] }
    const results: ImageEmbedding[] = []
    let id: string | undefined
    for (const part of cutIntoRequests(images, REQUEST_IMAGES)) {
      const answer = await embedSome(part, signal)
      if (id !== undefined && id !== answer.model) {
        throw new AppError(
          'ML_SERVICE_DOWN',
          'The embedding service changed its model in the middle of a batch.',
        )
      }
      id = answer.model
      results.push(...answer.results)
    }
    return { model: id ?? (await model()).id, results }
  }

  async function embedText(text: string, signal?: AbortSignal) {
    const answer = await request('/embed/text', {
      schema: textAnswer,
      timeoutMs: TIMEOUT_MS.text,
      patienceMs: PATIENCE_MS.text,
      signal,
      body: () => JSON.stringify({ text, encoding: 'base64' }),
    })
    await notice(answer.model)
    return { model: answer.model, vector: decodeVector(answer.embedding) }
  }

  return cacheTextVectors({ model, embedImages, readImages: createImageReader(request), embedText })
}

/** base64 of little-endian float32. A vector that is not of unit length would make every band a lie. */
function decodeVector(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64')
  const vector = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length - (bytes.length % 4)),
  )
  let square = 0
  for (const value of vector) square += value * value
  if (!(Math.abs(square - 1) < 0.01)) {
    throw new AppError(
      'ML_SERVICE_DOWN',
      'The embedding service answered a vector that is not of unit length.',
    )
  }
  return vector
}
