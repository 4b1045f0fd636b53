import {
  measurePhotos,
  type MeasuredPhotos,
  type MeasureOptions,
  type PhotoSource,
} from './measure-photos.server'
import { proposePairs, type Proposal } from './propose-pairs'

export type { PhotoSource }

export interface LocalPairing extends Proposal, Omit<MeasuredPhotos, 'seconds'> {
  readonly seconds: MeasuredPhotos['seconds'] & { readonly match: number }
}

/** The `local` strategy: no key, no network beyond the embedding service, and that only if given. */
export async function pairLocally(
  sources: readonly PhotoSource[],
  options: MeasureOptions = {},
): Promise<LocalPairing> {
  const measured = await measurePhotos(sources, options)
  const started = performance.now()
  const proposal = await proposePairs(measured.measures, { embeddings: measured.vectors })
  const match = (performance.now() - started) / 1000
  return { ...proposal, ...measured, seconds: { ...measured.seconds, match } }
}
