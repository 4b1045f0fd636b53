import { runsOf, type PrintedText } from './printed-text'

/** What is printed on two photos of a set, by their places. */
export interface SharedText {
  /** How much is on both: runs of letters, each counting 0–1 by how rare it is in the set; see below. */
  readonly amount: (first: number, second: number) => number
  /** The words that say so, at most three, rarest first, as read on the first photo. */
  readonly words: (first: number, second: number) => string[]
  /** Whether each bears a word that the other does not and that was read on a third photo too: two products. */
  readonly apart: (first: number, second: number) => boolean
}

/** Of a word's runs, the share that must be on another photo for the word to be there, and for it not to be. */
const THERE = 0.6
const NOT_THERE = 0.3
const WORDS_SHOWN = 3

/**
 * How much the words printed on the photos of a set say about which belong together. What two photos share counts by
 * how rare it is: a word on two photos in full, the brand that is on all of them not at all, and what stands on all
 * backs next to nothing, though it be a whole paragraph. Compared are runs of three letters, because small print is
 * misread in single letters and cut into words at other places from photo to photo. Where much is shared and little of
 * it rare, the rare is mostly misread, so the sum is lowered by the root of its share.
 *
 * Both exponents (3 and 1/2) are a compromise: the first power alone, as information is counted, makes true partners a
 * little likelier among real packages (mean log-likelihood of 175 photos -1.146; this -1.166; no words -1.522), and
 * pairs rendered cartons of one design back with back, because they share a paragraph (5 of 78 partners first; this 70).
 */
export function comparePrintedText(texts: ReadonlyArray<PrintedText | null>): SharedText {
  const holders = new Map<string, number>()
  let read = 0
  for (const text of texts) {
    if (!text) continue
    read++
    for (const run of text.runs) holders.set(run, (holders.get(run) ?? 0) + 1)
  }
  // why at least 4: with two photos all that they share would be on all of them.
  const all = Math.max(4, read)
  const rarity = (run: string): number => {
    const share = Math.log(all / (holders.get(run) ?? all)) / Math.log(all / 2)
    return Math.max(0, Math.min(1, share)) ** 3
  }
  const worth = (runs: readonly string[]): number => runs.reduce((sum, run) => sum + rarity(run), 0)
  const wordsOf = (photo: number) => texts[photo]?.words ?? []
  /** The runs of a word that are on another photo. */
  const found = (word: string, photo: number) => runsOf(word).filter((run) => texts[photo]?.runs.has(run))
  const shareFound = (word: string, photo: number) => found(word, photo).length / runsOf(word).length
  const hasItsOwn = (first: number, second: number): boolean =>
    wordsOf(first).some(
      (word) =>
        shareFound(word, second) < NOT_THERE &&
        texts.some((_, third) => third !== first && third !== second && shareFound(word, third) >= THERE),
    )
  return {
    amount: (first, second) => {
      const [one, other] = [texts[first], texts[second]]
      if (!one || !other) return 0
      const [few, many] = one.runs.size < other.runs.size ? [one, other] : [other, one]
      const both = [...few.runs].filter((run) => many.runs.has(run))
      const amount = worth(both)
      return both.length === 0 ? 0 : amount * Math.sqrt(amount / both.length)
    },
    words: (first, second) =>
      wordsOf(first)
        .filter((word) => shareFound(word, second) >= THERE)
        .map((word) => ({ word, rare: worth(found(word, second)) }))
        .filter(({ rare }) => rare > 0)
        .sort((p, q) => q.rare - p.rare)
        .slice(0, WORDS_SHOWN)
        .map(({ word }) => word),
    apart: (first, second) => hasItsOwn(first, second) && hasItsOwn(second, first),
  }
}
