import { compareSet } from '~/domain/pairing/compare-set'
import { takeWords } from '~/domain/pairing/printed-text'
import type { Fitted } from '~/domain/pairing/score-pair'
import type { ClipClient } from '~/platform/clip/clip-client'
import type { ReadSet } from './fit-printed'
import { measureAll } from './measure-products'
import { havePackages, readPackages } from './read-packages'

const DRAWS = 4

/** Real packages to fit on, embedded and read; none where the data is absent. Compared only once weights are known. */
export async function measurePackages(
  clip: Pick<ClipClient, 'embedImages' | 'readImages'>,
  seed: number,
): Promise<Array<(fitted: Fitted) => Promise<ReadSet>>> {
  if (!havePackages('fit')) return []
  const sets: Array<(fitted: Fitted) => Promise<ReadSet>> = []
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
    sets.push(async (fitted) => ({
      compared: await compareSet(
        measured.map(({ measure }) => measure),
        { embeddings: measured.map(({ vector }) => vector), fitted },
      ),
      texts,
      partner,
    }))
  }
  return sets
}
