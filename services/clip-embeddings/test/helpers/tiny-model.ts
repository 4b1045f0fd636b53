import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { ElementType, GraphWriter } from './onnx-writer.ts'
import { randomNormal } from './random-weights.ts'
import { tinyTokenizer } from './tiny-tokenizer.ts'
import type { ModelDescription } from '../../src/model/model-description.ts'

export interface TinyModelOptions {
  name?: string
  /** Graphs that take exactly one item a run, as some published exports do. */
  oneByOne?: boolean
  /** Token ids as int32. */
  int32?: boolean
  /** A text tower that ignores the mask, so that padding changes its vectors. */
  paddingMatters?: boolean
  attentionMask?: boolean
  fit?: 'crop' | 'stretch'
  /** An image tower whose run fails for more than one picture, or for a batch with a white one in it. */
  imageFails?: 'together' | 'on white'
}

const DIMENSIONS = 512
const SIZE = 32
const CONTEXT = 77

/** Means over 8-pixel squares, then one matrix: fast, and different pictures get different vectors. */
function imageTower(batch: number | string, fails: TinyModelOptions['imageFails']): Buffer[] {
  const g = new GraphWriter()
  const pooled = g.node('AveragePool', ['pixel_values'], { kernel_shape: [8, 8], strides: [8, 8] })
  let flat = g.node('Flatten', [pooled], { axis: 1 })
  if (fails === 'together') flat = g.node('Reshape', [flat, g.ints('one', [1, 48])])
  if (fails === 'on white') {
    // White is 1.9 to 2.1 after CLIP's scaling: a place that the table does not have.
    const brightest = g.node('ReduceMax', [g.node('GlobalAveragePool', ['pixel_values'])], { keepdims: 0 })
    const place = g.node('Cast', [brightest], { to: ElementType.INT64 })
    flat = g.node('Mul', [flat, g.node('Gather', [g.floats('table', Float32Array.of(1, 1), [2]), place])])
  }
  const wide = g.node('Tanh', [
    g.node('MatMul', [flat, g.floats('w0', randomNormal(48 * 64, 0.5, 1), [48, 64])]),
  ])
  g.node(
    'MatMul',
    [wide, g.floats('w1', randomNormal(64 * DIMENSIONS, 0.1, 2), [64, DIMENSIONS])],
    {},
    'image_embeds',
  )
  return g.finish(
    [{ name: 'pixel_values', type: ElementType.FLOAT, shape: [batch, 3, SIZE, SIZE] }],
    [{ name: 'image_embeds', type: ElementType.FLOAT, shape: [batch, DIMENSIONS] }],
  )
}

/** The sum of the embeddings of all tokens but padding (id 0), then one matrix. */
function textTower(vocabulary: number, batch: number | string, options: TinyModelOptions): Buffer[] {
  const g = new GraphWriter()
  const embeddings = randomNormal(vocabulary * 64, 0.5, 3)
  if (!options.paddingMatters) embeddings.fill(0, 0, 64)
  const gathered = g.node('Gather', [g.floats('embeddings', embeddings, [vocabulary, 64]), 'input_ids'])
  let rows = gathered
  if (options.attentionMask) {
    const mask = g.node('Cast', ['attention_mask'], { to: ElementType.FLOAT })
    rows = g.node('Mul', [gathered, g.node('Unsqueeze', [mask, g.ints('last', [-1])])])
  }
  const pooled = g.node('ReduceSum', [rows, g.ints('axis', [1])], { keepdims: 0 })
  const wide = g.node('Tanh', [pooled])
  g.node(
    'MatMul',
    [wide, g.floats('w1', randomNormal(64 * DIMENSIONS, 0.1, 4), [64, DIMENSIONS])],
    {},
    'text_embeds',
  )
  const type = options.int32 ? ElementType.INT32 : ElementType.INT64
  const shape = [batch, options.oneByOne ? CONTEXT : 'length']
  return g.finish(
    [
      { name: 'input_ids', type, shape },
      ...(options.attentionMask ? [{ name: 'attention_mask', type, shape }] : []),
    ],
    [{ name: 'text_embeds', type: ElementType.FLOAT, shape: [batch, DIMENSIONS] }],
  )
}

/** Hashes of the files as they are now, for a folder a test has changed on purpose. */
export async function describeFiles(directory: string, names: string[]): Promise<ModelDescription['files']> {
  const entries = names.map(async (name) => {
    const bytes = await readFile(path.join(directory, name))
    return [name, { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

export async function probePicture(): Promise<Buffer> {
  const pixels = Buffer.from(
    Array.from({ length: 64 * 64 * 3 }, (_, i) => (i % 3 === 0 ? i / 48 : i % 3 === 1 ? (i * 7) % 256 : 128)),
  )
  return await sharp(pixels, { raw: { width: 64, height: 64, channels: 3 } })
    .png()
    .toBuffer()
}

/**
 * Writes a complete model folder of about 400 kB. The probe vectors are zero until
 * `recordProbe` (record-probe.ts) has run the model once; `minCosine` is then 0.999.
 */
export async function writeTinyModel(
  modelDir: string,
  options: TinyModelOptions = {},
): Promise<ModelDescription> {
  const name = options.name ?? 'tiny'
  const directory = path.join(modelDir, name)
  await mkdir(directory, { recursive: true })
  const { json, vocabulary } = tinyTokenizer()
  const batch = options.oneByOne ? 1 : 'batch'
  await Promise.all([
    writeFile(path.join(directory, 'image.onnx'), Buffer.concat(imageTower(batch, options.imageFails))),
    writeFile(path.join(directory, 'text.onnx'), Buffer.concat(textTower(vocabulary, batch, options))),
    writeFile(path.join(directory, 'tokenizer.json'), JSON.stringify(json)),
    writeFile(path.join(directory, 'probe.png'), await probePicture()),
  ])
  return await writeDescription(directory, {
    format: 1,
    name,
    revision: 'r1',
    licence: 'CC0-1.0',
    dimensions: DIMENSIONS,
    image: {
      file: 'image.onnx',
      input: 'pixel_values',
      output: 'image_embeds',
      size: SIZE,
      fit: options.fit ?? 'crop',
      mean: [0.48145466, 0.4578275, 0.40821073],
      std: [0.26862954, 0.26130258, 0.27577711],
    },
    text: {
      file: 'text.onnx',
      tokenizer: 'tokenizer.json',
      contextLength: CONTEXT,
      inputIds: 'input_ids',
      attentionMask: options.attentionMask ? 'attention_mask' : null,
      output: 'text_embeds',
      padId: 0,
      bosId: vocabulary - 2,
      eosId: vocabulary - 1,
    },
    files: await describeFiles(directory, ['image.onnx', 'text.onnx', 'tokenizer.json', 'probe.png']),
    calibration: {
      textToImage: { slope: 60, intercept: -15, strong: 0.29, possible: 0.25, weak: 0.22 },
      imageToImage: { slope: 20, intercept: -15, strong: 0.88, possible: 0.75, weak: 0.65 },
    },
    probe: {
      image: 'probe.png',
      text: 'a red shirt',
      imageEmbedding: Buffer.alloc(DIMENSIONS * 4).toString('base64'),
      textEmbedding: Buffer.alloc(DIMENSIONS * 4).toString('base64'),
      minCosine: 0.999,
    },
  })
}

export async function writeDescription(
  directory: string,
  description: ModelDescription,
): Promise<ModelDescription> {
  await writeFile(path.join(directory, 'model.json'), JSON.stringify(description, null, 2))
  return description
}
