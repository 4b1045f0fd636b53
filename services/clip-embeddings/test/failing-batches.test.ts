import { once } from 'node:events'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BatchLane } from '../src/batching/batch-lane.ts'
import { checkVector } from '../src/model/check-vector.ts'
import { loadModel, type LoadedModel } from '../src/model/load-model.ts'
import { recordProbe } from '../src/model/record-probe.ts'
import type { TowerSetup } from '../src/model/tower-messages.ts'
import { temporaryFolder } from './helpers/start-service.ts'
import { writeTinyModel, type TinyModelOptions } from './helpers/tiny-model.ts'

const SIDE = 32
const grey = (shade: number) => new Uint8Array(3 * SIDE * SIDE).fill(shade)

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let model: LoadedModel | undefined
beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(async () => {
  await model?.close()
  model = undefined
  await folder.remove()
})

/** A lane of fours over a real image tower, and how many pictures each of its runs had. */
async function laneOver(imageFails: TinyModelOptions['imageFails']) {
  const options = { modelDir: folder.path, modelName: 'tiny', threads: 1, executionProvider: 'cpu' } as const
  await writeTinyModel(folder.path, { imageFails })
  await recordProbe(options)
  const loaded = await loadModel(options)
  model = loaded
  const runs: number[] = []
  const lane = new BatchLane<Uint8Array, Uint8Array>({
    queueLength: 100,
    sizer: { aim: () => 4, record: () => {}, secondsAnItem: 0.01 },
    batchWaitMs: 1000,
    prepareConcurrency: 4,
    prepare: (pixels) => pixels,
    inferConcurrency: 1,
    infer: async (batch) => {
      runs.push(batch.length)
      return (await loaded.embedPixels(batch)).map(checkVector)
    },
  })
  return { lane, runs }
}

test('a batch that fails as one is embedded picture by picture, and the lane goes on', async () => {
  const { lane, runs } = await laneOver('together')
  for (let round = 1; round <= 2; round++) {
    const outcomes = await lane.submit([20, 80, 140, 200].map(grey))
    for (const outcome of outcomes) expect('vector' in outcome && outcome.vector).toHaveLength(512)
    expect(runs).toHaveLength(5 * round)
  }
  expect(runs.slice(0, 5)).toEqual([4, 1, 1, 1, 1])
})

test('a picture that the model cannot compute fails alone, beside neighbours that get their own vectors', async () => {
  const { lane, runs } = await laneOver('on white')
  const alone = await lane.submit([20, 80, 140, 200].map(grey))
  expect(runs).toEqual([4])
  const beside = await lane.submit([20, 80, 255, 200].map(grey))
  expect(runs).toEqual([4, 4, 1, 1, 1, 1])
  expect(beside[2]).toMatchObject({ error: { code: 'INFERENCE_FAILED' } })
  const vector = (outcomes: typeof alone, i: number) => {
    const outcome = outcomes[i]
    return outcome && 'vector' in outcome ? [...outcome.vector] : undefined
  }
  for (const i of [0, 1, 3]) {
    const found = vector(beside, i)
    const wanted = vector(alone, i)
    expect(found).toHaveLength(512)
    found?.forEach((value, at) => expect(value).toBeCloseTo(wanted?.[at] ?? NaN, 5))
  }
})

test('a thread that cannot read a request says so and goes on', async () => {
  await writeTinyModel(folder.path)
  const setup: TowerSetup = {
    kind: 'image',
    file: path.join(folder.path, 'tiny', 'image.onnx'),
    input: 'pixel_values',
    output: 'image_embeds',
    dimensions: 512,
    provider: 'cpu',
    threads: 1,
    niceness: 0,
    image: { size: SIDE, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  }
  const worker = new Worker(new URL('../src/model/tower-worker.js', import.meta.url), {
    workerData: setup,
    execArgv: [],
  })
  const reply = async () => ((await once(worker, 'message')) as [unknown])[0]
  expect(await reply()).toMatchObject({ type: 'loaded' })
  const pixels = grey(80)
  const work = (id: number, pictures: Uint8Array[]) => ({
    type: 'work',
    id,
    work: { type: 'images', pictures },
  })
  worker.postMessage(work(1, [pixels]), [pixels.buffer])
  expect(await reply()).toMatchObject({ type: 'answer', id: 1 })
  // Given away already: Node sends it all the same, and nobody can read it.
  worker.postMessage(work(2, [pixels]), [pixels.buffer])
  expect(await reply()).toEqual({ type: 'unreadable' })
  worker.postMessage(work(3, [grey(80)]))
  expect(await reply()).toMatchObject({ type: 'answer', id: 3 })
  await worker.terminate()
})
