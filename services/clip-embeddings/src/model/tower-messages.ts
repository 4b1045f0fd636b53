/** What a tower's thread is started with. Plain data: it crosses a thread boundary. */
export interface TowerSetup {
  kind: 'image' | 'text'
  file: string
  input: string
  output: string
  dimensions: number
  provider: 'cpu' | 'cuda'
  threads: number
  /** Added to the thread's niceness, so that the other tower goes first. */
  niceness: number
  image: { size: number; mean: readonly number[]; std: readonly number[] } | undefined
}

export interface ValueDescription {
  name: string
  type: string
  /** A number for a fixed dimension, a name (or nothing) for a free one. */
  shape: readonly (number | string | undefined)[]
}

/** What the session takes and gives. */
export interface TowerIO {
  inputs: ValueDescription[]
  outputs: ValueDescription[]
}

export type TowerRequest =
  | { type: 'images'; pictures: Uint8Array[] }
  | { type: 'texts'; ids: Int32Array; mask: Int32Array; rows: number; length: number }

/** Row after row of unit vectors; `dims` is the shape the session answered with. */
export interface TowerAnswer {
  vectors: Float32Array
  dims: readonly number[]
}
