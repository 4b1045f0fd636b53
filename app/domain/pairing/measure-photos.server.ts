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

export interface MeasureOptions {
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
          if (options.clip) inputs[index] = await picture.embeddingInput()
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
  const { vectors, embedding } = await embed(
    kept.map((photo) => photo.input),
    options,
  )
  return {
    measures: kept.map((photo) => photo.measure),
    vectors,
    refused: refused.sort((p, q) => (p.photo < q.photo ? -1 : 1)),
    embedding,
    seconds: { measure: (measured - started) / 1000, embed: (performance.now() - measured) / 1000 },
  }
}

/** Vectors for all, or none: half a signal would favour the photos that have it. */
async function embed(
  pictures: ReadonlyArray<Buffer | null>,
  options: MeasureOptions,
): Promise<{ vectors?: Array<Float32Array | null>; embedding: string }> {
  if (!options.clip || pictures.length < 4) return { embedding: 'none' }
  const vectors: Array<Float32Array | null> = []
  let model: string | null = null
  try {
    for (let at = 0; at < pictures.length; at += EMBED_BATCH) {
      const batch = pictures.slice(at, at + EMBED_BATCH).flatMap((picture) => (picture ? [picture] : []))
      const answer = await options.clip.embedImages(batch, options.signal)
      if (model !== null && answer.model !== model)
        return { embedding: 'the embedding model changed meanwhile' }
      model = answer.model
      for (const result of answer.results) vectors.push('vector' in result ? result.vector : null)
    }
  } catch (error) {
    options.signal?.throwIfAborted()
    return { embedding: error instanceof Error ? firstLine(error.message) : String(error) }
  }
  return { vectors, embedding: 'used' }
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message
}
