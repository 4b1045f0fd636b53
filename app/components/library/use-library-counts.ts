import { useCallback, useState } from 'react'
import type { PhotoCounts } from './fetch-photos'

/**
 * The counts beside the filters: as the page was loaded, then as the open list tells them. They stand outside that
 * list: what it learns after another address was opened is not taken.
 */
export function useLibraryCounts(
  query: string,
  loaded: PhotoCounts,
): [PhotoCounts, (counts: PhotoCounts) => void] {
  const [known, setKnown] = useState({ query, loaded, counts: loaded })
  // During rendering, so that no frame shows the counts of another address.
  if (known.loaded !== loaded || known.query !== query) setKnown({ query, loaded, counts: loaded })
  const tell = useCallback(
    (counts: PhotoCounts) => setKnown((now) => (now.query === query ? { ...now, counts } : now)),
    [query],
  )
  return [known.counts, tell]
}
