/** A line as it was read, and how surely, 0–1. */
export interface ReadLine {
  readonly text: string
  readonly confidence: number
}

/** What is printed on the product of one photo. */
export interface PrintedText {
  /** Lower case, no accents, in reading order, each once. */
  readonly words: readonly string[]
  /** The words' runs of three letters, `^` and `$` at their ends: of "tropicana" and "tropkcana" half are the same. */
  readonly runs: ReadonlySet<string>
}

/** Of lines read less surely, two in three are folds and patterns taken for letters. */
const LEAST_CONFIDENCE = 0.6
/** Shorter words are prices, grams and specks. */
const SHORTEST = 3
const MOST_WORDS = 400

/** The words of the lines, or null where nothing can be used. */
export function takeWords(lines: readonly ReadLine[]): PrintedText | null {
  const words = new Set<string>()
  for (const { text, confidence } of lines) {
    if (confidence < LEAST_CONFIDENCE) continue
    const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
    for (const word of plain.split(/[^\p{L}\p{N}]+/u)) {
      if (word.length >= SHORTEST && words.size < MOST_WORDS) words.add(word)
    }
  }
  if (words.size === 0) return null
  return { words: [...words], runs: new Set([...words].flatMap(runsOf)) }
}

export function runsOf(word: string): string[] {
  const closed = `^${word}$`
  return Array.from({ length: closed.length - 2 }, (_, at) => closed.slice(at, at + 3))
}
