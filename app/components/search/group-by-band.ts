import type { Band, SearchResult } from '~/domain/search/search-answer'

export interface BandOfResults {
  band: Band | 'named'
  results: SearchResult[]
}

/** Results come best first; each band keeps that order. Those found by name have no similarity and a group of their own. */
export function groupByBand(results: readonly SearchResult[]): BandOfResults[] {
  return (['strong', 'possible', 'weak', 'named'] as const)
    .map((band) => ({ band, results: results.filter((result) => (result.band ?? 'named') === band) }))
    .filter((group) => group.results.length > 0)
}
