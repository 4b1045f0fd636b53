import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loadModel, type LoadedModel } from '../src/model/load-model.ts'
import { recordProbe } from '../src/model/record-probe.ts'
import type { ModelDescription } from '../src/model/model-description.ts'
import { cosine } from '../src/model/vector-codec.ts'
import { temporaryFolder } from './helpers/start-service.ts'
import {
  describeFiles,
  writeDescription,
  writeTinyModel,
  type TinyModelOptions,
} from './helpers/tiny-model.ts'
import { VIT_SMALL, writeVitModel } from './helpers/vit-model.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let directory: string
const options = () => ({
  modelDir: folder.path,
  modelName: 'tiny',
  threads: 1,
  executionProvider: 'cpu' as const,
})
beforeEach(async () => {
  folder = await temporaryFolder()
  directory = path.join(folder.path, 'tiny')
})
afterEach(() => folder.remove())

describe('a folder that is not what it says is refused with a plain reason', () => {
  let description: ModelDescription
  beforeEach(async () => {
    description = await writeTinyModel(folder.path)
  })
  const change = async (edit: (copy: ModelDescription) => void) => {
    const copy = structuredClone(description)
    edit(copy)
    await writeDescription(directory, copy)
  }
  const refusal = (code: string, message: RegExp) =>
    expect(loadModel(options())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.any(String),
    })

  test('no such folder; the ones there are are named', async () => {
    await rm(directory, { recursive: true })
    await writeTinyModel(folder.path, { name: 'other' })
    await refusal('MODEL_MISSING', /No model "tiny".*There are: other/s)
  })
  test('a file is missing', async () => {
    await rm(path.join(directory, 'text.onnx'))
    await refusal('MODEL_MISSING', /lacks its file text\.onnx/)
  })
  test('a file is longer than recorded', async () => {
    await appendFile(path.join(directory, 'image.onnx'), 'x')
    await refusal('MODEL_HASH_MISMATCH', /image\.onnx.*bytes instead of/)
  })
  test('one byte of a file is another', async () => {
    const file = path.join(directory, 'image.onnx')
    const bytes = await readFile(file)
    bytes[5000] = (bytes[5000] ?? 0) ^ 1
    await writeFile(file, bytes)
    await refusal('MODEL_HASH_MISMATCH', /image\.onnx.*SHA-256/)
  })
  test('model.json is not JSON, or not of format 1', async () => {
    await writeFile(path.join(directory, 'model.json'), '{')
    await refusal('MODEL_INVALID', /not JSON/)
    await writeFile(path.join(directory, 'model.json'), '{"format":2}')
    await refusal('MODEL_INVALID', /not of format 1/)
  })
  test('a file name points out of the folder', async () => {
    await change((copy) => (copy.image.file = '../other/image.onnx'))
    await refusal('MODEL_INVALID', /image\.file/)
  })
  test('a named file has no hash', async () => {
    await change((copy) => delete copy.files['tokenizer.json'])
    await refusal('MODEL_INVALID', /records no hash/)
  })
  test('the probe has another length than the vectors', async () => {
    await change((copy) => (copy.probe.textEmbedding = Buffer.alloc(8).toString('base64')))
    await refusal('MODEL_INVALID', /probe\.textEmbedding.*2 numbers/)
  })
  test('the picture size is another', async () => {
    await change((copy) => (copy.image.size = 64))
    await refusal('MODEL_SHAPE_MISMATCH', /image tower takes pixel_values of shape \[batch, 3, 32, 32\]/)
  })
  test('the dimensions are others', async () => {
    await change((copy) => {
      copy.dimensions = 256
      copy.probe.imageEmbedding = copy.probe.textEmbedding = Buffer.alloc(1024).toString('base64')
    })
    await refusal('MODEL_SHAPE_MISMATCH', /answers the shape \[batch, 512\]/)
  })
  test('an input or output has another name', async () => {
    await change((copy) => (copy.text.inputIds = 'ids'))
    await refusal('MODEL_SHAPE_MISMATCH', /takes the inputs input_ids, but model\.json says ids/)
    await change((copy) => (copy.text.output = 'pooled'))
    await refusal('MODEL_SHAPE_MISMATCH', /no output pooled; it has text_embeds/)
  })
  test('a tower is not ONNX at all, though its hash is right', async () => {
    await writeFile(path.join(directory, 'image.onnx'), 'not a graph')
    await writeDescription(directory, {
      ...description,
      files: await describeFiles(directory, Object.keys(description.files)),
    })
    await refusal('MODEL_INVALID', /image tower cannot be loaded/)
  })
  test('the tokenizer is not one', async () => {
    await writeFile(path.join(directory, 'tokenizer.json'), '{"model":{}}')
    await writeDescription(directory, {
      ...description,
      files: await describeFiles(directory, Object.keys(description.files)),
    })
    await refusal('MODEL_INVALID', /tokenizer/)
  })
})

describe('graphs as different exporters write them give the same vectors', () => {
  const variants: [string, TinyModelOptions][] = [
    ['int32 token ids', { int32: true }],
    ['exactly one item a run', { oneByOne: true }],
    ['an attention mask', { attentionMask: true, paddingMatters: true }],
  ]
  test.each(variants)('%s', async (_, variant) => {
    const embed = async (modelOptions: TinyModelOptions) => {
      await writeTinyModel(folder.path, modelOptions)
      const model = await loadModel(options())
      try {
        const pictures = [1, 2, 3].map((k) =>
          Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * k) % 251),
        )
        const texts = ['red', 'a cat', 'a red shirt for a cat'].map(model.tokenize)
        return [...(await model.embedPixels(pictures)), ...(await model.embedTokens(texts))]
      } finally {
        await model.close()
      }
    }
    const plain = await embed({})
    const other = await embed(variant)
    expect(other).toHaveLength(6)
    other.forEach((vector, i) =>
      expect(cosine(vector, plain[i] ?? new Float32Array())).toBeGreaterThan(0.999),
    )
  })

  test('several sessions share the work and give the same vectors', async () => {
    await writeTinyModel(folder.path)
    const [one, three] = await Promise.all([
      loadModel({ ...options(), imageSessions: 1 }),
      loadModel({ ...options(), imageSessions: 3 }),
    ])
    expect([one.imageSessions, three.imageSessions]).toEqual([1, 3])
    const pictures = [1, 2, 3, 4, 5, 6].map((k) =>
      Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * k) % 251),
    )
    // Handed over, not copied: each model gets pictures of its own.
    const wanted = await one.embedPixels(pictures.map((picture) => picture.slice()))
    const got = await Promise.all(pictures.map((picture) => three.embedPixels([picture])))
    await Promise.all([one.close(), three.close()])
    got.forEach(([vector], i) =>
      expect(cosine(vector ?? new Float32Array(), wanted[i] ?? new Float32Array())).toBeGreaterThan(
        0.999_999,
      ),
    )
  })

  test('a tower whose vectors depend on padding always gets the full length', async () => {
    await writeTinyModel(folder.path, { paddingMatters: true })
    const model = await loadModel(options())
    const short = model.tokenize('red')
    const long = model.tokenize('red cat '.repeat(20))
    const [alone] = await model.embedTokens([short])
    const [beside] = await model.embedTokens([short, long])
    await model.close()
    expect(cosine(alone ?? new Float32Array(), beside ?? new Float32Array())).toBeGreaterThan(0.999_99)
  })
})

describe.each([
  ['fp32', false],
  ['int8', true],
])("a graph with ViT-B/32's operators, %s, random weights", (_, int8) => {
  let vit: Awaited<ReturnType<typeof temporaryFolder>>
  let model: LoadedModel
  beforeAll(async () => {
    vit = await temporaryFolder()
    await writeVitModel(vit.path, { name: 'vit', shape: VIT_SMALL, int8 })
    const load = { modelDir: vit.path, modelName: 'vit', threads: 2, executionProvider: 'cpu' as const }
    await recordProbe(load)
    // As for the real ViT-B/32, whose text tower has a thread of its own.
    model = await loadModel({ ...load, smallTowerBytes: 0 })
  })
  afterAll(async () => {
    await model.close()
    await vit.remove()
  })
  const picture = (k: number) => Uint8Array.from({ length: 224 * 224 * 3 }, (_, i) => (i * k) % 253)

  test('vectors are of length one and do not depend on their batch', async () => {
    const [alone] = await model.embedPixels([picture(3)])
    const together = await model.embedPixels([picture(2), picture(3), picture(5)])
    expect(together).toHaveLength(3)
    for (const vector of together) expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
    // Dynamic quantisation takes its scale from the whole batch: int8 may move a little, fp32 may not.
    expect(cosine(alone ?? new Float32Array(), together[1] ?? new Float32Array())).toBeGreaterThan(
      int8 ? 0.99 : 0.999_999,
    )
    expect(cosine(together[0] ?? new Float32Array(), together[2] ?? new Float32Array())).toBeLessThan(0.9999)
  })

  test('a short text gives the vector of the full 77 tokens', async () => {
    const text = model.tokenize('a red shirt')
    const [short] = await model.embedTokens([text])
    const [beside] = await model.embedTokens([text, model.tokenize('red cat '.repeat(60))])
    expect(cosine(short ?? new Float32Array(), beside ?? new Float32Array())).toBeGreaterThan(
      int8 ? 0.98 : 0.999_999,
    )
  })
})
