/** What a file's name says: the product it may name, the side it names, and its number. */
interface NameFacts {
  /** The path without side words, lower case; equal stems with different sides suggest a pair. */
  readonly stem: string
  readonly side: 'front' | 'back' | null
}

const FRONT_WORDS = new Set([
  'front',
  'fronts',
  'vorne',
  'vorderseite',
  'avant',
  'devant',
  'delante',
  'recto',
  'f',
])
const BACK_WORDS = new Set([
  'back',
  'backs',
  'rear',
  'hinten',
  'rueckseite',
  'rückseite',
  'arriere',
  'arrière',
  'dos',
  'detras',
  'verso',
  'b',
])

/** Splits a path into words and sees whether one of them names a side. */
export function readName(path: string): NameFacts {
  const bare = path.toLowerCase().replace(/\.[a-z0-9]+$/, '')
  let side: NameFacts['side'] = null
  const kept: string[] = []
  for (const word of bare.split(/[^\p{L}\p{N}]+|(?<=\p{N})(?=\p{L})|(?<=\p{L})(?=\p{N})/u)) {
    if (word === '') continue
    if (FRONT_WORDS.has(word)) side = 'front'
    else if (BACK_WORDS.has(word)) side = 'back'
    else kept.push(word)
  }
  return { stem: kept.join(' '), side }
}

const byNumber = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Places of the names in the order a person would list them (IMG_9 before IMG_10). */
export function nameOrder(names: readonly string[]): number[] {
  const sorted = names
    .map((name, index) => ({ name, index }))
    .sort((p, q) => byNumber.compare(p.name, q.name))
  const places = new Array<number>(names.length).fill(0)
  sorted.forEach(({ index }, place) => {
    places[index] = place
  })
  return places
}

/**
 * Log-odds from names that name a side ("shirt 12 front"). Believed only while most such pairs
 * are at least possible by their looks: a folder called "back up" must not shape the answer.
 */
export function nameOdds(
  names: readonly NameFacts[],
  visual: (first: number, second: number) => number,
): (first: number, second: number) => number {
  const groups = new Map<string, number[]>()
  names.forEach((name, index) => {
    if (name.side === null || name.stem === '') return
    groups.set(name.stem, [...(groups.get(name.stem) ?? []), index])
  })
  const couples = [...groups.values()].filter(
    (group) => group.length === 2 && names[group[0]].side !== names[group[1]].side,
  )
  const possible = couples.filter(([first, second]) => visual(first, second) > 0).length
  if (couples.length === 0 || possible < couples.length * 0.6) return () => 0
  const partner = new Map(
    couples.flatMap(([first, second]) => [[first, second] as const, [second, first] as const]),
  )
  return (first, second) => {
    if (partner.get(first) === second) return 5
    return partner.has(first) || partner.has(second) ? -2 : 0
  }
}
