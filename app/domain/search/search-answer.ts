import type { PhotoView } from '~/domain/photos/photo-view'
import type { ErrorCode } from '~/platform/errors'

/** How sure a match is, by the calibration of the model and direction: cosines of words and of pictures do not compare. */
export type Band = 'strong' | 'possible' | 'weak'

export interface SearchResult {
  photoId: string
  fileName: string
  /** Cosine to the query; null when the result was found by its name or a tag (see `degraded`). */
  similarity: number | null
  band: Band | null
  photo: PhotoView
}

/** Plain JSON, the same for the page, the API and the command line. */
export interface SearchAnswer {
  /** `name@revision` of the model that answered; null when none did. */
  model: string | null
  tookMs: number
  /** Best first; ties by photo id. Nothing below the model's `weak` is among them. */
  results: SearchResult[]
  nextCursor: string | null
  /** True when nothing in the library, under these filters, looks like the query. */
  noMatch: boolean
  /** Set when the embedding service is down: results, if any, were found by file name and tag instead. */
  degraded?: { code: ErrorCode; message: string }
}
