import PQueue from 'p-queue'
import type { ClipClient } from '~/platform/clip/clip-client'
import { measurePicture, type PhotoMeasure } from './measure-photo.server'
import { readPicture, type KnownFacts } from './read-picture.server'

/** A photo to pair, wherever it lies. Names are unique; they are what the answer speaks of. */
export interface PhotoSource {
  readonly name: string
  readonly known?: KnownFacts
  read(): Promise<Buffer>
  /** A short-lived address of the stored preview, where OpenAI is to fetch it instead of being sent the bytes. */
  previewUrl?(): Promise<string>
}

export interface MeasuredPhotos {
  readonly measures: readonly PhotoMeasure[]
  /** One for each measure, where the embedding service took part. */
  readonly vectors?: ReadonlyArray<Float32Array | null>
  /** Photos that could not be read, with the reason; never fatal to the others. */
  readonly refused: ReadonlyArray<{ readonly photo: string; readonly reason: string }>
  /** Whether the embedding service took part, or why not. */
  readonly embedding: 'used' | 'none' | string
  readonly seconds: { readonly measure: number; readonly embed: number }
}

/** Two photos at a time: 12 megapixels are 36 MB once decoded, and two cores gain nothing from more. */
const AT_ONCE = 2
const EMBED_BATCH = 16

/** Vectors made before, by the photo's content (SHA-256), and the model they are of. */
export interface KnownVectors {
  readonly model: string
  readonly vectors: ReadonlyMap<string, Float32Array>
}

export interface MeasureOptions {
  /** What was embedded at ingestion; only the rest is embedded now. */
  readonly stored?: KnownVectors | null
  readonly clip?: Pick<ClipClient, 'embedImages'>
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** Reads every photo once: what pairing measures of it and, given an embedding service, its vector. */
export async function measurePhotos(
  sources: readonly PhotoSource[],
  options: MeasureOptions = {},
): Promise<MeasuredPhotos> {
  const started = performance.now()
  const measures: Array<PhotoMeasure | null> = sources.map(() => null)
  const refused: Array<{ photo: string; reason: string }> = []
  const inputs: Array<Buffer | null> = sources.map(() => null)
  let done = 0
  const queue = new PQueue({ concurrency: AT_ONCE })
  await Promise.all(
    sources.map((source, index) =>
      queue.add(async () => {
        options.signal?.throwIfAborted()
        try {
          const picture = await readPicture(source.name, await source.read(), source.known)
          if (options.clip && !options.stored?.vectors.has(picture.facts.sha256))
            inputs[index] = await picture.embeddingInput()
          measures[index] = measurePicture(source.name, picture)
        } catch (error) {
          options.signal?.throwIfAborted()
          const reason = error instanceof Error ? firstLine(error.message) : String(error)
          refused.push({ photo: source.name, reason })
        }
        options.onProgress?.(++done, sources.length)
      }),
    ),
  )
  const measured = performance.now()
  const kept = measures.flatMap((measure, index) =>
    measure ? [{ measure, input: inputs[index] ?? null }] : [],
  )
  const { vectors, embedding } = await embed(kept, options)
  return {
    measures: kept.map((photo) => photo.measure),
    vectors,
    refused: refused.sort((p, q) => (p.photo < q.photo ? -1 : 1)),
    embedding,
    seconds: { measure: (measured - started) / 1000, embed: (performance.now() - measured) / 1000 },
  }
}

/**
 * Vectors for all, or none: half a signal would favour the photos that have it. why not a neutral likeness for a photo
 * without one: it would be the model's favourite partner, or nobody's, and how far the model is believed hangs on
 * favourites (score-looks.ts). A photo the model will not read is rare, and the note names the loss.
 */
async function embed(
  photos: ReadonlyArray<{ readonly measure: PhotoMeasure; readonly input: Buffer | null }>,
  { clip, stored, signal }: MeasureOptions,
): Promise<{ vectors?: Array<Float32Array | null>; embedding: string }> {
  if ((!clip && !stored) || photos.length < 4) return { embedding: 'none' }
  const vectors = photos.map(({ measure }) => stored?.vectors.get(measure.bytesHash) ?? null)
  const missing = photos.flatMap(({ input }, at) => (vectors[at] || !input ? [] : [{ at, input }]))
  let silent = 'they were not embedded'
  let model = stored && missing.length < photos.length ? stored.model : null
  try {
    for (let from = 0; clip && from < missing.length; from += EMBED_BATCH) {
      const batch = missing.slice(from, from + EMBED_BATCH)
      const answer = await clip.embedImages(
        batch.map(({ input }) => input),
        signal,
      )
      if (model !== null && answer.model !== model)
        return { embedding: 'the embedding model changed meanwhile' }
      model = answer.model
      answer.results.forEach((result, place) => {
        if ('vector' in result) vectors[batch[place].at] = result.vector
        else silent = firstLine(result.error.message)
      })
    }
  } catch (error) {
    signal?.throwIfAborted()
    return { embedding: error instanceof Error ? firstLine(error.message) : String(error) }
  }
  const without = vectors.filter((vector) => !vector).length
  if (without > 0)
    return {
      embedding: `it takes a vector of every photo, and ${without} of ${photos.length} have none: ${silent}`,
    }
  return { vectors, embedding: 'used' }
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message
}
