import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { createEmbedder, type Embedder } from '../src/create-embedder.ts'
import { createMetrics } from '../src/metrics.ts'
import { loadModel, type LoadedModel } from '../src/model/load-model.ts'
import { recordProbe } from '../src/model/record-probe.ts'
import { temporaryFolder } from './helpers/start-service.ts'
import { writeTinyModel } from './helpers/tiny-model.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let model: LoadedModel
let embedder: Embedder
/** In which turn of the event loop each text was cut into tokens. */
let turns: number[] = []
let turn = 0
let counter: NodeJS.Immediate

beforeAll(async () => {
  folder = await temporaryFolder()
  const settings = { CLIP_MODEL: 'tiny', CLIP_MODEL_DIR: folder.path, CLIP_THREADS: '1' }
  const config = { ...readConfig(settings), queueLength: 60 }
  await writeTinyModel(folder.path)
  await recordProbe(config)
  model = await loadModel(config)
  // why: the model's own tokenizer, watched.
  const tokenize = (text: string) => {
    turns.push(turn)
    return model.tokenize(text)
  }
  embedder = createEmbedder({ ...model, tokenize }, config, createMetrics())
  const count = () => {
    turn++
    counter = setImmediate(count)
  }
  count()
})
afterAll(async () => {
  clearImmediate(counter)
  await embedder.close()
  await folder.remove()
})

test('what does not fit the queue is refused before it is cut into tokens', async () => {
  turns = []
  const texts = Array.from({ length: 61 }, () => 'red shirt')
  await expect(embedder.embedTexts(texts)).rejects.toMatchObject({ code: 'QUEUE_FULL' })
  expect(turns).toEqual([])
})

test('long texts leave the event loop a turn between one and the next', async () => {
  turns = []
  const texts = Array.from({ length: 50 }, (_, i) => `${i} ${'red shirt '.repeat(400)}`)
  const { outcomes, tokens } = await embedder.embedTexts(texts)
  expect(outcomes.every((outcome) => 'vector' in outcome)).toBe(true)
  expect(turns).toHaveLength(50)
  expect(new Set(turns).size).toBe(50)
  expect(tokens).toBe(50 * 77)
})

test('a refused text costs its neighbours nothing and counts no tokens', async () => {
  const { outcomes, tokens } = await embedder.embedTexts(['red shirt', ' ', 'red'])
  expect(outcomes).toMatchObject([{ vector: {} }, { error: { code: 'TEXT_EMPTY' } }, { vector: {} }])
  expect(tokens).toBe(4 + 3)
})
