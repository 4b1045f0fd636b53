/** A search as its address holds it. `picture` names a file kept in this browser (see query-picture.ts). */
export interface SearchAddress {
  text: string
  picture: string | undefined
  similarTo: string | undefined
  /** How much the picture counts beside the words, 0 to 1. */
  weight: number
}

export const EVEN_WEIGHT = 0.5

export function readSearchAddress(params: URLSearchParams): SearchAddress {
  const weight = Number(params.get('imageWeight') ?? EVEN_WEIGHT)
  return {
    text: params.get('q') ?? '',
    picture: params.get('picture') || undefined,
    similarTo: params.get('similarTo') || undefined,
    weight: weight >= 0 && weight <= 1 ? weight : EVEN_WEIGHT,
  }
}

/** Whether there is anything to search for. */
export function hasQuery({ text, picture, similarTo }: SearchAddress): boolean {
  return text.trim() !== '' || picture !== undefined || similarTo !== undefined
}

/**
 * The address of a changed search: `change` over what `params` holds. Filters stay, the page begins anew; the weight
 * stays only while there are both words and a picture to weigh.
 */
export function changeSearch(params: URLSearchParams, change: Partial<SearchAddress>): string {
  const next = { ...readSearchAddress(params), ...change }
  // One picture at a time: the newer one wins.
  if (change.picture) next.similarTo = undefined
  if (change.similarTo) next.picture = undefined
  const result = new URLSearchParams(params)
  for (const name of ['q', 'picture', 'similarTo', 'imageWeight', 'cursor']) result.delete(name)
  if (next.text.trim()) result.set('q', next.text)
  if (next.picture) result.set('picture', next.picture)
  if (next.similarTo) result.set('similarTo', next.similarTo)
  const both = next.text.trim() !== '' && (next.picture ?? next.similarTo) !== undefined
  if (both && next.weight !== EVEN_WEIGHT) result.set('imageWeight', String(next.weight))
  const query = result.toString()
  return query ? `/search?${query}` : '/search'
}

/** The same search without its filters; undefined where there are none. */
export function withoutFilters(params: URLSearchParams): string | undefined {
  const query = ['q', 'picture', 'similarTo', 'imageWeight']
  if ([...params.keys()].every((name) => query.includes(name))) return undefined
  return changeSearch(new URLSearchParams(), readSearchAddress(params))
}
