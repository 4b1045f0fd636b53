import type { PhotoStatus } from '~/domain/photos/photo-view'
import { getJson } from '../photo/ask-server'
import type { LibraryPages } from './library-pages'

export type PhotoCounts = Record<PhotoStatus, number> & { total: number }

export interface FetchedPhotos extends LibraryPages {
  counts?: PhotoCounts
}

/** Asks the server for more of the library: `{ cursor }` or `{ ids }`, under the filters of `query`. */
export function fetchPhotos(
  query: string,
  what: { cursor: string } | { ids: readonly string[] },
  signal?: AbortSignal,
): Promise<FetchedPhotos> {
  const params = new URLSearchParams(query)
  if ('cursor' in what) params.set('cursor', what.cursor)
  else params.set('ids', what.ids.join(','))
  return getJson(`/library/photos?${params}`, signal)
}
