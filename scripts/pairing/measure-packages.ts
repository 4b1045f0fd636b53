import { takeWords, type PrintedText } from '~/domain/pairing/printed-text'
import type { ClipClient } from '~/platform/clip/clip-client'
import type { MeasuredPhoto } from './judge-draws'
import { measureAll } from './measure-products'
import { havePackages, readPackages } from './read-packages'

const DRAWS = 4

/** Photos with what is printed on each, and the place of each one's partner. */
export interface MeasuredPackages {
  readonly photos: readonly MeasuredPhoto[]
  readonly texts: ReadonlyArray<PrintedText | null>
  readonly partner: readonly number[]
}

/** Real packages to fit on, embedded and read; none where the data is absent. */
export async function measurePackages(
  clip: Pick<ClipClient, 'embedImages' | 'readImages'>,
  seed: number,
): Promise<MeasuredPackages[]> {
  if (!havePackages('fit')) return []
  const sets: MeasuredPackages[] = []
  for (let draw = 0; draw < DRAWS; draw++) {
    const { photos, truth } = readPackages('fit', seed + draw)
    const measured = await measureAll(photos, clip)
    const readings = await clip.readImages(photos.map(({ bytes }) => bytes))
    const texts = readings.map((reading) => ('lines' in reading ? takeWords(reading.lines) : null))
    const place = new Map(photos.map(({ name }, at) => [name, at]))
    const partnerOf = new Map(
      truth.flatMap(({ front, back }) => [
        [front, back],
        [back, front],
      ]),
    )
    const partner = photos.map(({ name }) => place.get(partnerOf.get(name) ?? '') ?? -1)
    sets.push({ photos: measured, texts, partner })
  }
  return sets
}
