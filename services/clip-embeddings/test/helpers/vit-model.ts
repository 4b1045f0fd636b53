import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ElementType, GraphWriter } from './onnx-writer.ts'
import { randomNormal } from './random-weights.ts'
import { describeFiles, probePicture, writeDescription, writeTinyModel } from './tiny-model.ts'

/** The two towers' measures; the defaults are those of CLIP ViT-B/32. */
export interface VitShape {
  imageWidth: number
  textWidth: number
  layers: number
  vocabulary: number
}

export const VIT_B_32: VitShape = { imageWidth: 768, textWidth: 512, layers: 12, vocabulary: 49_408 }
/** The same graph, operator for operator, small enough for a unit test. */
export const VIT_SMALL: VitShape = { imageWidth: 128, textWidth: 64, layers: 2, vocabulary: 523 }

const PROJECTION = 512
const CONTEXT = 77
const PATCHES = 49

class TransformerWriter extends GraphWriter {
  readonly #int8: boolean
  #seed = 1

  constructor(int8: boolean) {
    super()
    this.#int8 = int8
  }

  weights(name: string, dims: number[], deviation = 0.02): string {
    return this.floats(
      name,
      randomNormal(
        dims.reduce((a, b) => a * b, 1),
        deviation,
        this.#seed++,
      ),
      dims,
    )
  }

  norm(x: string, width: number, name: string): string {
    const scale = this.floats(`${name}.scale`, new Float32Array(width).fill(1), [width])
    const shift = this.floats(`${name}.shift`, new Float32Array(width), [width])
    return this.node('LayerNormalization', [x, scale, shift], { axis: -1, epsilon: { float: 1e-5 } })
  }

  /** The three outputs of dynamic quantisation: values, scale, zero point. */
  quantise(x: string): string[] {
    const name = this.fresh('q')
    return this.nodes('DynamicQuantizeLinear', [x], {}, [name, `${name}s`, `${name}z`])
  }

  linear(x: string, from: number, to: number, name: string, quantised?: string[]): string {
    const bias = this.floats(`${name}.bias`, new Float32Array(to), [to])
    if (!this.#int8) return this.node('Add', [this.node('MatMul', [x, this.weights(name, [from, to])]), bias])
    const float = randomNormal(from * to, 0.02, this.#seed++)
    const scale = 0.06 / 127
    const data = new Int8Array(float.length)
    for (let i = 0; i < data.length; i++) data[i] = Math.round((float[i] ?? 0) / scale)
    const [values = '', valueScale = '', zero = ''] = quantised ?? this.quantise(x)
    const weight = this.constant(`${name}.int8`, { type: ElementType.INT8, dims: [from, to], data })
    const weightZero = this.constant('int8.zero', {
      type: ElementType.INT8,
      dims: [],
      data: new Int8Array(1),
    })
    const product = this.node('Cast', [this.node('MatMulInteger', [values, weight, zero, weightZero])], {
      to: ElementType.FLOAT,
    })
    const scaled = this.node('Mul', [valueScale, this.floats(`${name}.scale`, Float32Array.of(scale), [])])
    return this.node('Add', [this.node('Mul', [product, scaled]), bias])
  }

  /** One pre-norm block: attention with heads of 64, then the four-fold MLP with CLIP's quick GELU. */
  block(x: string, width: number, name: string, mask: string | undefined): string {
    const split = this.ints('heads', [0, 0, width / 64, 64])
    const join = this.ints('joined', [0, 0, width])
    const normed = this.norm(x, width, `${name}.n1`)
    const quantised = this.#int8 ? this.quantise(normed) : undefined
    const project = (part: string) =>
      this.node('Reshape', [this.linear(normed, width, width, `${name}.${part}`, quantised), split])
    const query = this.node(
      'Transpose',
      [this.node('Mul', [project('q'), this.floats('eighth', Float32Array.of(1 / 8), [])])],
      { perm: [0, 2, 1, 3] },
    )
    const key = this.node('Transpose', [project('k')], { perm: [0, 2, 3, 1] })
    const value = this.node('Transpose', [project('v')], { perm: [0, 2, 1, 3] })
    let scores = this.node('MatMul', [query, key])
    if (mask) scores = this.node('Add', [scores, mask])
    const attended = this.node('MatMul', [this.node('Softmax', [scores], { axis: -1 }), value])
    const joined = this.node('Reshape', [this.node('Transpose', [attended], { perm: [0, 2, 1, 3] }), join])
    const residual = this.node('Add', [x, this.linear(joined, width, width, `${name}.o`)])
    const wide = this.linear(this.norm(residual, width, `${name}.n2`), width, 4 * width, `${name}.f1`)
    const gate = this.node('Sigmoid', [
      this.node('Mul', [wide, this.floats('gelu', Float32Array.of(1.702), [])]),
    ])
    return this.node('Add', [
      residual,
      this.linear(this.node('Mul', [wide, gate]), 4 * width, width, `${name}.f2`),
    ])
  }
}

function imageTower({ imageWidth: width, layers }: VitShape, int8: boolean): Buffer[] {
  const g = new TransformerWriter(int8)
  const patches = g.node('Conv', ['pixel_values', g.weights('patch', [width, 3, 32, 32])], {
    kernel_shape: [32, 32],
    strides: [32, 32],
  })
  const rows = g.node('Transpose', [g.node('Reshape', [patches, g.ints('rows', [0, width, PATCHES])])], {
    perm: [0, 2, 1],
  })
  const batch = g.node('Slice', [g.node('Shape', ['pixel_values']), g.ints('zero', [0]), g.ints('one', [1])])
  const shape = g.node('Concat', [batch, g.ints('class.shape', [1, width])], { axis: 0 })
  const classToken = g.node('Expand', [g.weights('class', [1, 1, width], 1), shape])
  let x = g.node('Add', [
    g.node('Concat', [classToken, rows], { axis: 1 }),
    g.weights('position', [PATCHES + 1, width]),
  ])
  x = g.norm(x, width, 'pre')
  for (let layer = 0; layer < layers; layer++) x = g.block(x, width, `l${layer}`, undefined)
  const pooled = g.norm(
    g.node(
      'Gather',
      [x, g.constant('first', { type: ElementType.INT64, dims: [], data: BigInt64Array.of(0n) })],
      { axis: 1 },
    ),
    width,
    'post',
  )
  g.node('MatMul', [pooled, g.weights('projection', [width, PROJECTION])], {}, 'image_embeds')
  return g.finish(
    [{ name: 'pixel_values', type: ElementType.FLOAT, shape: ['batch', 3, 224, 224] }],
    [{ name: 'image_embeds', type: ElementType.FLOAT, shape: ['batch', PROJECTION] }],
  )
}

function textTower({ textWidth: width, layers, vocabulary }: VitShape, int8: boolean): Buffer[] {
  const g = new TransformerWriter(int8)
  const length = g.node('Slice', [g.node('Shape', ['input_ids']), g.ints('one', [1]), g.ints('two', [2])])
  const cut = (name: string, axes: number[]) =>
    g.node('Slice', [
      name,
      g.ints(
        `${name}.from`,
        axes.map(() => 0),
      ),
      axes.length === 1 ? length : g.node('Concat', [length, length], { axis: 0 }),
      g.ints(`${name}.axes`, axes),
    ])
  const embedded = g.node('Gather', [g.weights('tokens', [vocabulary, width]), 'input_ids'])
  let x = g.node('Add', [embedded, cut(g.weights('position', [CONTEXT, width]), [0])])
  const future = Float32Array.from({ length: CONTEXT * CONTEXT }, (_, i) =>
    i % CONTEXT > Math.floor(i / CONTEXT) ? -1e9 : 0,
  )
  const mask = cut(g.floats('future', future, [CONTEXT, CONTEXT]), [0, 1])
  for (let layer = 0; layer < layers; layer++) x = g.block(x, width, `l${layer}`, mask)
  x = g.norm(x, width, 'post')
  // CLIP reads the vector at the end mark, which has the highest id.
  const end = g.node('ArgMax', ['input_ids'], { axis: 1, keepdims: 1 })
  const pooled = g.node('GatherND', [x, end], { batch_dims: 1 })
  g.node('MatMul', [pooled, g.weights('projection', [width, PROJECTION])], {}, 'text_embeds')
  return g.finish(
    [{ name: 'input_ids', type: ElementType.INT64, shape: ['batch', 'length'] }],
    [{ name: 'text_embeds', type: ElementType.FLOAT, shape: ['batch', PROJECTION] }],
  )
}

/** Writes a CLIP-shaped model folder with random weights: the loading path and the speed are real, the vectors mean nothing. */
export async function writeVitModel(
  modelDir: string,
  options: { name: string; shape: VitShape; int8: boolean },
): Promise<void> {
  const directory = path.join(modelDir, options.name)
  await mkdir(directory, { recursive: true })
  const tiny = await writeTinyModel(modelDir, { name: options.name })
  await writeFile(path.join(directory, 'image.onnx'), Buffer.concat(imageTower(options.shape, options.int8)))
  await writeFile(path.join(directory, 'text.onnx'), Buffer.concat(textTower(options.shape, options.int8)))
  await writeFile(path.join(directory, 'probe.png'), await probePicture())
  await writeDescription(directory, {
    ...tiny,
    image: { ...tiny.image, size: 224 },
    files: await describeFiles(directory, Object.keys(tiny.files)),
  })
}
