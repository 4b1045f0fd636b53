import type { PhotoStatus } from '~/domain/photos/photo-view'
import { sentenceOf } from '../photo/change-photos'
import type { LibraryPages } from './library-pages'

export type PhotoCounts = Record<PhotoStatus, number> & { total: number }

export interface FetchedPhotos extends LibraryPages {
  counts?: PhotoCounts
}

/** Asks the server for more of the library: `{ cursor }` or `{ ids }`, under the filters of `query`. */
export async function fetchPhotos(
  query: string,
  what: { cursor: string } | { ids: readonly string[] },
  signal?: AbortSignal,
): Promise<FetchedPhotos> {
  const params = new URLSearchParams(query)
  if ('cursor' in what) params.set('cursor', what.cursor)
  else params.set('ids', what.ids.join(','))
  const response = await fetch(`/library/photos?${params}`, {
    signal,
    headers: { accept: 'application/json' },
  })
  if (!response.ok) throw new Error(await sentenceOf(response))
  return (await response.json()) as FetchedPhotos
}
