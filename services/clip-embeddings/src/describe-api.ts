import { readConfig } from './config.ts'
import type { Embedder } from './create-embedder.ts'
import type { Reader } from './create-reader.ts'
import { createServer } from './create-server.ts'
import { createMetrics } from './metrics.ts'

/** The OpenAPI document, without a model: the routes are registered, none is ever called. */
export async function describeApi(): Promise<unknown> {
  const never = () => Promise.reject(new Error('There is no model behind the API description.'))
  const calibration = { slope: 0, intercept: 0, strong: 0, possible: 0, weak: 0 }
  const embedder: Embedder = {
    model: {
      id: 'none@0',
      directory: '',
      description: {
        format: 1,
        name: 'none',
        revision: '0',
        licence: 'none',
        dimensions: 1,
        image: { file: 'x', input: 'x', output: 'x', size: 8, fit: 'crop', mean: [0, 0, 0], std: [1, 1, 1] },
        text: {
          file: 'x',
          tokenizer: 'x',
          contextLength: 2,
          inputIds: 'x',
          attentionMask: null,
          output: 'x',
          padId: 0,
          bosId: null,
          eosId: null,
        },
        files: {},
        calibration: { textToImage: calibration, imageToImage: calibration },
        probe: { image: 'x', text: 'x', imageEmbedding: '', textEmbedding: '', minCosine: 1 },
      },
      tokenize: () => [],
      imageSessions: 1,
      embedPixels: never,
      embedTokens: never,
      alive: () => false,
      close: async () => {},
    },
    embedImages: never,
    embedTexts: never,
    ready: never,
    close: async () => {},
  }
  const reader: Reader = { read: never, close: async () => {} }
  const app = await createServer({ embedder, reader, metrics: createMetrics(), config: readConfig({}) })
  await app.ready()
  const document: unknown = app.swagger()
  await app.close()
  return document
}
