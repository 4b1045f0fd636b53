import type { ReaderFiles } from './locate-reader.ts'

/** What the reader's thread is started with. Plain data: it crosses a thread boundary. */
export interface ReaderSetup {
  files: ReaderFiles
  threads: number
  /** Added to the thread's niceness: reading is bulk work, as embedding pictures is. */
  niceness: number
}

/** A picture as interleaved RGB bytes; both sides are multiples of 64, so that their halves are what the detector wants. */
export interface Raster {
  data: Uint8Array
  width: number
  height: number
}

export interface Line {
  text: string
  /** Mean probability of its letters, 0 to 1. */
  confidence: number
}

/**
 * A rectangle at any angle around a line of text. `ux, uy` is the unit vector along
 * the side nearest to the horizontal, pointing right; `width` is measured along it.
 */
export interface TextBox {
  x: number
  y: number
  ux: number
  uy: number
  width: number
  height: number
}
