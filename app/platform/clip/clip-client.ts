export interface Calibration {
  slope: number
  intercept: number
  /** Cosines: at least `strong` → strong, at least `possible` → possible, at least `weak` → weak, below → no match. */
  strong: number
  possible: number
  weak: number
}

export interface ClipModel {
  /** `name@revision`: what embeddings are stored under. Vectors of different ids are never compared. */
  id: string
  name: string
  revision: string
  dimensions: number
  calibration: { textToImage: Calibration; imageToImage: Calibration }
}

export type ImageEmbedding = { vector: Float32Array } | { error: { code: string; message: string } }

/** A line printed in a picture and how surely it was read, 0–1. */
export interface PrintedLine {
  text: string
  confidence: number
}

export type ImageReading = { lines: PrintedLine[] } | { error: { code: string; message: string } }

/**
 * The embedding service over HTTP. Vectors are unit length.
 * Errors: ML_SERVICE_DOWN when it does not answer, answers 5xx, or its circuit is open.
 */
export interface ClipClient {
  model(): Promise<ClipModel>
  /** One answer per picture, in order; a picture that cannot be read gives `error` and harms no neighbour. */
  embedImages(images: Buffer[], signal?: AbortSignal): Promise<{ model: string; results: ImageEmbedding[] }>
  /** The printed lines of each picture, top to bottom; a picture that cannot be read gives `error`. Slow: 0.1–1 s each. */
  readImages(images: Buffer[], signal?: AbortSignal): Promise<ImageReading[]>
  embedText(text: string, signal?: AbortSignal): Promise<{ model: string; vector: Float32Array }>
}
