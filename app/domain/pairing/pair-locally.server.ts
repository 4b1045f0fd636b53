import type { ClipClient } from '~/platform/clip/clip-client'
import { comparePrintedText } from './compare-printed-text'
import { compareSet, type ComparedSet } from './compare-set'
import {
  measurePhotos,
  type MeasuredPhotos,
  type MeasureOptions,
  type PhotoSource,
} from './measure-photos.server'
import { proposeFrom, type Proposal } from './propose-pairs'
import { readPrintedText, type ReadTexts } from './read-printed-text.server'

export type { PhotoSource }

export interface LocalPairing extends Proposal, Omit<MeasuredPhotos, 'seconds'>, ReadTexts {
  readonly compared: ComparedSet
  readonly seconds: MeasuredPhotos['seconds'] & { readonly match: number; readonly readText: number }
}

export interface LocalOptions extends MeasureOptions {
  readonly clip?: Pick<ClipClient, 'embedImages' | 'readImages'>
}

/** The `local` strategy: no key, no network beyond the embedding service, and that only if given. */
export async function pairLocally(
  sources: readonly PhotoSource[],
  options: LocalOptions = {},
): Promise<LocalPairing> {
  const measured = await measurePhotos(sources, options)
  const started = performance.now()
  const { measures, vectors: embeddings } = measured
  let compared = await compareSet(measures, { embeddings })
  const byLooks = proposeFrom(compared)
  const matched = performance.now()
  const read = await readPrintedText(sources, compared, byLooks, options)
  const readAt = performance.now()
  const { apart } = comparePrintedText(measures.map(({ name }) => read.printed.get(name) ?? null))
  // Rare, and as dear as the first comparison: who is set aside changes what the rest is measured against.
  if (compared.repeats.some(({ kind, photo, of }) => kind === 'same view' && apart(photo, of)))
    compared = await compareSet(measures, { embeddings, apart })
  const proposal = read.printed.size > 1 ? proposeFrom(compared, { printed: read.printed }) : byLooks
  const seconds = {
    ...measured.seconds,
    match: (matched - started + performance.now() - readAt) / 1000,
    readText: (readAt - matched) / 1000,
  }
  return { ...proposal, ...measured, ...read, compared, seconds }
}
