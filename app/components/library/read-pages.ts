import type { PhotoView } from '~/domain/photos/photo-view'
import { fetchPhotos } from './fetch-photos'
import { olderThan, type LibraryPages } from './library-pages'

/** The list as it is at the moment, while requests are on their way. */
interface Latest {
  readonly current: LibraryPages
}

/** The page behind the loaded ones. Asked for again when the list has meanwhile come to end somewhere else. */
export async function readNext(query: string, latest: Latest): Promise<LibraryPages | undefined> {
  for (;;) {
    const cursor = latest.current.nextCursor
    if (cursor === null) return undefined
    const next = await fetchPhotos(query, { cursor })
    if (latest.current.nextCursor === cursor) return next
  }
}

/**
 * Reads the pages behind `fresh` again, as far as the list was loaded; `onPage` gets each with the photo it follows.
 * Pages, not the known ids: ids would not tell what was restored. What cannot be read stays as it was.
 */
export async function readAgain(
  query: string,
  fresh: LibraryPages,
  latest: Latest,
  { signal, onPage }: { signal: AbortSignal; onPage: (above: PhotoView, page: LibraryPages) => void },
): Promise<void> {
  let page = fresh
  while (page.nextCursor !== null && olderThan(latest.current, page).length > 0) {
    const above = page.photos.at(-1)
    const next = await fetchPhotos(query, { cursor: page.nextCursor }, signal).catch(() => undefined)
    if (!above || !next || signal.aborted) return
    onPage(above, next)
    page = next
  }
}

/** The ids of all photos of the list, those behind the loaded ones too. */
export async function readEveryId(query: string, loaded: LibraryPages): Promise<string[]> {
  const ids = new Set(loaded.photos.map(({ id }) => id))
  let cursor = loaded.nextCursor
  while (cursor !== null) {
    const next = await fetchPhotos(query, { cursor })
    for (const { id } of next.photos) ids.add(id)
    cursor = next.nextCursor
  }
  return [...ids]
}
