/**
 * Writes ONNX files with nothing but Node: the protobuf wire format is small
 * enough to write by hand, and tests then need no Python. Field numbers are those
 * of onnx.proto (ONNX 1.16, IR version 8).
 */
const FLOAT = 1
const INT8 = 3
const INT32 = 6
const INT64 = 7
export const ElementType = { FLOAT, INT8, INT32, INT64 } as const

export type Attribute = number | string | number[] | { float: number }
export type Tensor =
  | { type: typeof FLOAT; dims: number[]; data: Float32Array }
  | { type: typeof INT8; dims: number[]; data: Int8Array }
  | { type: typeof INT64; dims: number[]; data: BigInt64Array }
export interface Value {
  name: string
  type: number
  /** A string is a free dimension. */
  shape: (number | string)[]
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  while (rest > 127) {
    bytes.push((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return Buffer.from(bytes)
}

const int = (field: number, value: number): Buffer[] => [
  varint(field << 3),
  // Negative numbers are ten bytes of two's complement on the wire.
  value >= 0 ? varint(value) : bigVarint(BigInt.asUintN(64, BigInt(value))),
]

function bigVarint(value: bigint): Buffer {
  const bytes: number[] = []
  let rest = value
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return Buffer.from(bytes)
}

function bytes(field: number, parts: Buffer[]): Buffer[] {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return [varint((field << 3) | 2), varint(length), ...parts]
}

const text = (field: number, value: string): Buffer[] => bytes(field, [Buffer.from(value)])

function float(field: number, value: number): Buffer[] {
  const buffer = Buffer.alloc(4)
  buffer.writeFloatLE(value)
  return [varint((field << 3) | 5), buffer]
}

function attribute(name: string, value: Attribute): Buffer[] {
  const head = text(1, name)
  if (Array.isArray(value)) return [...head, ...value.flatMap((v) => int(8, v)), ...int(20, 7)]
  if (typeof value === 'string') return [...head, ...text(4, value), ...int(20, 3)]
  if (typeof value === 'number') return [...head, ...int(3, value), ...int(20, 2)]
  return [...head, ...float(2, value.float), ...int(20, 1)]
}

function tensor(name: string, { type, dims, data }: Tensor): Buffer[] {
  const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return [...dims.flatMap((dim) => int(1, dim)), ...int(2, type), ...text(8, name), ...bytes(9, [raw])]
}

function valueInfo({ name, type, shape }: Value): Buffer[] {
  const dims = shape.flatMap((dim) => bytes(1, typeof dim === 'number' ? int(1, dim) : text(2, dim)))
  const tensorType = [...int(1, type), ...bytes(2, dims)]
  return [...text(1, name), ...bytes(2, bytes(1, tensorType))]
}

/** A graph under construction: every call adds a node or a constant and returns its name. */
export class GraphWriter {
  #nodes: Buffer[] = []
  #constants: Buffer[] = []
  #names = new Set<string>()
  #count = 0

  constant(name: string, value: Tensor): string {
    if (!this.#names.has(name)) this.#constants.push(...bytes(5, tensor(name, value)))
    this.#names.add(name)
    return name
  }

  floats(name: string, data: Float32Array, dims: number[]): string {
    return this.constant(name, { type: FLOAT, dims, data })
  }

  ints(name: string, values: number[], dims: number[] = [values.length]): string {
    return this.constant(name, { type: INT64, dims, data: BigInt64Array.from(values, BigInt) })
  }

  node(op: string, inputs: string[], attributes: Record<string, Attribute> = {}, output?: string): string {
    const [name] = this.nodes(op, inputs, attributes, [output ?? `${op}_${this.#count}`])
    return name ?? ''
  }

  nodes(op: string, inputs: string[], attributes: Record<string, Attribute>, outputs: string[]): string[] {
    this.#count++
    this.#nodes.push(
      ...bytes(1, [
        ...inputs.flatMap((input) => text(1, input)),
        ...outputs.flatMap((output) => text(2, output)),
        ...text(4, op),
        ...Object.entries(attributes).flatMap(([name, value]) => bytes(5, attribute(name, value))),
      ]),
    )
    return outputs
  }

  /** A name that no other node of this graph has. */
  fresh(prefix: string): string {
    return `${prefix}_${this.#count++}`
  }

  /** The file, as parts to be written one after the other: a graph of 350 MB need not be copied once more. */
  finish(inputs: Value[], outputs: Value[]): Buffer[] {
    const graph = [
      ...this.#nodes,
      ...text(2, 'graph'),
      ...this.#constants,
      ...inputs.flatMap((value) => bytes(11, valueInfo(value))),
      ...outputs.flatMap((value) => bytes(12, valueInfo(value))),
    ]
    const opset = bytes(8, int(2, 17))
    return [...int(1, 8), ...opset, ...bytes(7, graph)]
  }
}
