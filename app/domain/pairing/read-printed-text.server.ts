import { runEach } from '~/platform/run-each'
import type { ClipClient } from '~/platform/clip/clip-client'
import { findShown } from './find-banners'
import { takeWords, type PrintedText } from './printed-text'
import type { ComparedSet } from './compare-set'
import type { PhotoSource } from './measure-photos.server'
import type { Proposal } from './propose-pairs'
import { readPicture } from './read-picture.server'

export interface ReadTexts {
  /** By photo name; photos on which nothing was read are absent. */
  readonly printed: ReadonlyMap<string, PrintedText>
  /** Whether printed text was read, or why not. */
  readonly reading: 'used' | 'none' | string
}

/** A photo takes a tenth of a second to a second to read: 120 add some 20 s to a run of 600, which takes 40. */
const MOST_READ = 120
/** Requests at a time, one picture each: while one is read the next is decoded. */
const AT_ONCE = 2

/**
 * Reads what is printed on photos that seem to show one view twice, and on those whose partner is not sure, the closest
 * calls first. The others need no further witness. Banners are cut off first: what a shop wrote over its photos says
 * nothing about the product. Without the service, or with one that cannot read, pairing goes on without.
 */
export async function readPrintedText(
  sources: readonly PhotoSource[],
  compared: ComparedSet,
  proposal: Proposal,
  { clip, signal }: { clip?: Pick<ClipClient, 'readImages'>; signal?: AbortSignal },
): Promise<ReadTexts> {
  const printed = new Map<string, PrintedText>()
  const unsure = [...new Set([...findSameViews(compared), ...findUnsure(proposal)])].slice(0, MOST_READ)
  if (!clip || unsure.length === 0) return { printed, reading: 'none' }
  const sourceOf = new Map(sources.map((source) => [source.name, source]))
  try {
    await runEach(unsure, AT_ONCE, async (name) => {
      signal?.throwIfAborted()
      const input = await prepare(sourceOf.get(name))
      if (!input) return
      const [reading] = await clip.readImages([input], signal)
      const text = 'lines' in reading ? takeWords(reading.lines) : null
      if (text) printed.set(name, text)
    })
  } catch (error) {
    signal?.throwIfAborted()
    // why nothing at all then: which half was read before it failed must not decide who is paired.
    return { printed: new Map(), reading: error instanceof Error ? error.message : String(error) }
  }
  return { printed, reading: 'used' }
}

/** The picture as the reader is sent it; null for a photo that was deleted since it was measured. */
async function prepare(source: PhotoSource | undefined): Promise<Buffer | null> {
  if (!source) return null
  try {
    const picture = await readPicture(source.name, await source.read(), source.known)
    return await picture.readingInput(findShown(picture.raster))
  } catch {
    return null
  }
}

/** Photos set aside because they seem to show what another shows, and those others: words may tell them apart. */
function findSameViews({ photos, repeats }: ComparedSet): string[] {
  return repeats
    .filter(({ kind }) => kind === 'same view')
    .flatMap(({ photo, of }) => [photos[of].name, photos[photo].name])
}

/** Photos of pairs that are not sure, the closest calls first, then those without a partner. */
function findUnsure({ pairs, unpaired }: Proposal): string[] {
  return [
    ...pairs
      .filter(({ confidence }) => confidence !== 'sure')
      .sort((p, q) => p.margin - q.margin)
      .flatMap(({ front, back }) => [front, back]),
    ...unpaired.flatMap(({ photo, repeat }) => (repeat ? [] : [photo])),
  ]
}
