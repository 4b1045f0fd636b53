import path from 'node:path'
import { readFile } from 'node:fs/promises'
import { BatchLane, type Outcome } from './batching/batch-lane.ts'
import { BatchSizer } from './batching/batch-sizer.ts'
import type { Config } from './config.ts'
import { ServiceError } from './errors.ts'
import { decodeImage } from './images/decode-image.ts'
import { decodeBase64 } from './images/decode-base64.ts'
import { checkVector } from './model/check-vector.ts'
import type { LoadedModel } from './model/load-model.ts'
import { compareProbe, type Readiness } from './model/compare-probe.ts'
import { checkText } from './text/load-tokenizer.ts'
import { tokenizeInTurns, type TextInput } from './text/tokenize-in-turns.ts'
import type { Metrics } from './metrics.ts'

/** A picture as it came: a file's bytes, or base64 that is decoded only when its turn comes. */
export type ImageInput = Uint8Array | string

/** What the routes need: pictures and texts in, vectors out. */
export interface Embedder {
  model: LoadedModel
  embedImages(images: ImageInput[], signal?: AbortSignal): Promise<Outcome[]>
  embedTexts(texts: string[], signal?: AbortSignal): Promise<{ outcomes: Outcome[]; tokens: number }>
  ready(): Promise<Readiness>
  /** Finishes what was taken, then lets the model go. */
  close(): Promise<void>
}

export type EmbedderOptions = Pick<
  Config,
  | 'imageBatchSize'
  | 'textBatchSize'
  | 'batchWaitMs'
  | 'queueLength'
  | 'decodeConcurrency'
  | 'maxPixels'
  | 'decodeTimeoutSeconds'
  | 'readyCacheMs'
>

/** Longest time pictures stand back for texts, so that a stream of queries cannot starve them. */
const YIELD_MS = 250

/**
 * Joins model, decoding and the two lanes. Texts are what a person waits for,
 * pictures are bulk: each lane has its own thread, and while a text is under
 * way no new picture is decoded and no new batch of pictures begins.
 */
export function createEmbedder(model: LoadedModel, options: EmbedderOptions, metrics: Metrics): Embedder {
  const { image } = model.description
  let yieldingSince: number | undefined
  const texts = new BatchLane<TextInput, number[]>({
    queueLength: options.queueLength,
    sizer: new BatchSizer(options.textBatchSize),
    // A person waits for a text: it joins a batch only if one is already waiting for the thread.
    batchWaitMs: 0,
    // More would take the main thread no less time, only in one piece.
    prepareConcurrency: 1,
    prepare: (input) => tokenizeInTurns(input, model.tokenize),
    inferConcurrency: 1,
    infer: async (batch) => (await model.embedTokens(batch)).map(checkVector),
    onBatch: (size, seconds) => metrics.batch('text', size, seconds),
    onProgress: () => images.wake(),
  })
  const images = new BatchLane<ImageInput, Uint8Array>({
    queueLength: options.queueLength,
    sizer: new BatchSizer(options.imageBatchSize),
    batchWaitMs: options.batchWaitMs,
    prepareConcurrency: options.decodeConcurrency,
    prepare: (input) =>
      metrics.timeDecode(() =>
        decodeImage(typeof input === 'string' ? decodeBase64(input) : input, {
          size: image.size,
          fit: image.fit,
          maxPixels: options.maxPixels,
          timeoutSeconds: options.decodeTimeoutSeconds,
        }),
      ),
    inferConcurrency: model.imageSessions,
    infer: async (batch) => (await model.embedPixels(batch)).map(checkVector),
    mayStart: () => {
      if (texts.pending === 0) yieldingSince = undefined
      else yieldingSince ??= performance.now()
      return yieldingSince === undefined || performance.now() - yieldingSince > YIELD_MS
    },
    onBatch: (size, seconds) => metrics.batch('image', size, seconds),
  })
  metrics.watchQueue('image', () => images.pending)
  metrics.watchQueue('text', () => texts.pending)

  async function embedTexts(inputs: string[], signal?: AbortSignal) {
    const refused = inputs.map(checkText)
    const good = inputs.flatMap((text, i): TextInput[] => (refused[i] ? [] : [{ text, tokens: 0 }]))
    const vectors = (await texts.submit(good, signal)).values()
    const outcomes = refused.map((error): Outcome => (error ? { error } : next(vectors)))
    return { outcomes, tokens: good.reduce((sum, { tokens }) => sum + tokens, 0) }
  }

  async function probe(): Promise<Readiness> {
    if (!model.alive()) return { ready: false, reason: 'A tower of the model has stopped.' }
    const { probe: wanted } = model.description
    const picture = await readFile(path.join(model.directory, wanted.image))
    const [imageOutcome, textOutcome] = await Promise.all([
      images.submitUrgent(picture),
      texts.submitUrgent({ text: wanted.text, tokens: 0 }),
    ])
    return compareProbe(wanted, imageOutcome, textOutcome)
  }

  let last: { at: number; answer: Promise<Readiness> } | undefined
  return {
    model,
    embedImages: (inputs, signal) => images.submit(inputs, signal),
    embedTexts,
    ready() {
      // Cached, and shared by callers at the same moment: a balancer with many nodes asks often.
      if (!last || performance.now() - last.at > options.readyCacheMs) {
        last = { at: performance.now(), answer: probe() }
      }
      return last.answer
    },
    async close() {
      await Promise.all([images.drain(), texts.drain()])
      await model.close()
    },
  }
}

function next(outcomes: Iterator<Outcome>): Outcome {
  const result = outcomes.next()
  if (result.done) return { error: new ServiceError('INTERNAL', 'A text was lost on its way.') }
  return result.value
}
