import { BatchLane, type Outcome } from './batching/batch-lane.ts'
import { BatchSizer } from './batching/batch-sizer.ts'
import type { Config } from './config.ts'
import type { ImageInput } from './create-embedder.ts'
import { decodeToRead } from './images/decode-to-read.ts'
import { decodeBase64 } from './images/decode-base64.ts'
import type { Metrics } from './metrics.ts'
import { locateReader } from './reading/locate-reader.ts'
import type { Line, Raster } from './reading/reader-messages.ts'
import { startReader, type ReaderThread } from './reading/start-reader.ts'

/** The lines of text in one picture, in reading order. */
export interface Reading {
  lines: Line[]
}

/** What the route needs: pictures in, their printed text out. */
export interface Reader {
  /** Throws READER_MISSING where the models are not installed. */
  read(images: ImageInput[], signal?: AbortSignal): Promise<{ outcomes: Outcome<Reading>[]; reader: string }>
  /** Finishes what was taken, then lets the models go. */
  close(): Promise<void>
}

export type ReaderOptions = Pick<
  Config,
  'threads' | 'imageNiceness' | 'queueLength' | 'decodeConcurrency' | 'maxPixels' | 'decodeTimeoutSeconds'
>

/**
 * Joins decoding, a lane of its own and the reader's thread. The thread starts with the first request: who never reads
 * pays neither its memory nor its start. One that died is replaced by the next picture.
 */
export function createReader(options: ReaderOptions, metrics: Metrics, locate = locateReader): Reader {
  let starting: Promise<ReaderThread> | undefined
  let thread: ReaderThread | undefined

  async function living(): Promise<ReaderThread> {
    if (thread?.alive()) return thread
    starting ??= startReader({
      files: locate(),
      threads: options.threads,
      niceness: options.imageNiceness,
    }).finally(() => (starting = undefined))
    thread = await starting
    return thread
  }

  const lane = new BatchLane<ImageInput, Raster, Reading>({
    queueLength: options.queueLength,
    // Pictures differ in shape and in their number of lines: they do not batch. Lines do, within a picture.
    sizer: new BatchSizer(1),
    batchWaitMs: 0,
    prepareConcurrency: options.decodeConcurrency,
    prepare: (input) =>
      metrics.timeDecode(() =>
        decodeToRead(typeof input === 'string' ? decodeBase64(input) : input, {
          maxPixels: options.maxPixels,
          timeoutSeconds: options.decodeTimeoutSeconds,
        }),
      ),
    inferConcurrency: 1,
    infer: async (pictures) => {
      const reader = await living()
      return await Promise.all(pictures.map(async (picture) => ({ lines: await reader.run(picture) })))
    },
    onBatch: (size, seconds) => metrics.batch('read', size, seconds),
  })
  metrics.watchQueue('read', () => lane.pending)

  return {
    async read(images, signal) {
      const { id } = locate()
      return { outcomes: await lane.submit(images, signal), reader: id }
    },
    async close() {
      await lane.drain()
      await thread?.close()
    },
  }
}
