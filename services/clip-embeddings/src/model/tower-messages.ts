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

export type TowerRequest =
  | { type: 'images'; id: number; pictures: Uint8Array[] }
  | { type: 'texts'; id: number; ids: Int32Array; mask: Int32Array; rows: number; length: number }

export type TowerReply =
  | { type: 'loaded'; inputs: ValueDescription[]; outputs: ValueDescription[] }
  | { type: 'failed'; message: string }
  | { type: 'vectors'; id: number; vectors: Float32Array; dims: readonly number[] }
  | { type: 'error'; id: number; message: string }
  /** A request came that could not be read, its number neither. */
  | { type: 'unreadable' }
