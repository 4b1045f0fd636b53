import type { PhotoView } from '~/domain/photos/photo-view'

/** The loaded part of a filtered library, newest first. */
export interface LibraryPages {
  photos: readonly PhotoView[]
  nextCursor: string | null
}

/** The next page behind what is loaded. A photo that moved between two requests is not shown twice. */
export function appendPage(pages: LibraryPages, next: LibraryPages): LibraryPages {
  const known = new Set(pages.photos.map(({ id }) => id))
  return {
    photos: [...pages.photos, ...next.photos.filter(({ id }) => !known.has(id))],
    nextCursor: next.nextCursor,
  }
}

/**
 * A fresh first page over pages loaded earlier (coming back, or after an action). Where the two overlap, what was
 * loaded behind it stays, and so does the place on the page; where they do not, too much has changed.
 */
export function refreshFirstPage(pages: LibraryPages, first: LibraryPages): LibraryPages {
  const fresh = new Set(first.photos.map(({ id }) => id))
  const lastShared = pages.photos.findLastIndex(({ id }) => fresh.has(id))
  if (lastShared < 0 || first.nextCursor === null) return first
  return {
    photos: [...first.photos, ...pages.photos.slice(lastShared + 1)],
    nextCursor: lastShared + 1 < pages.photos.length ? pages.nextCursor : first.nextCursor,
  }
}

/**
 * A page read again behind photo `above`: from there to its own end the list is what the page says, so that what was
 * deleted, changed or restored since is seen. Older photos that were loaded stay until their page is read.
 */
export function refreshBehind(pages: LibraryPages, above: PhotoView, page: LibraryPages): LibraryPages {
  const newer = pages.photos.filter((photo) => !isNewer(above, photo))
  const older = olderThan(pages, page)
  return {
    photos: [...newer, ...page.photos, ...older],
    nextCursor: older.length > 0 ? pages.nextCursor : page.nextCursor,
  }
}

/** The loaded photos behind `page`; none when it is the last. */
export function olderThan(pages: LibraryPages, page: LibraryPages): readonly PhotoView[] {
  const last = page.photos.at(-1)
  if (page.nextCursor === null || !last) return []
  return pages.photos.filter((photo) => isNewer(last, photo))
}

/** Photos that changed: known ones in their place, `gone` ones out. Returns new ones apart, newest first. */
export function applyChanges(
  pages: LibraryPages,
  changed: readonly PhotoView[],
  gone: readonly string[],
): { pages: LibraryPages; added: PhotoView[] } {
  const byId = new Map(changed.map((photo) => [photo.id, photo]))
  const leaving = new Set(gone)
  const photos: PhotoView[] = []
  for (const photo of pages.photos) {
    if (leaving.has(photo.id)) continue
    photos.push(byId.get(photo.id) ?? photo)
    byId.delete(photo.id)
  }
  // What is older than the loaded part comes with its page; it is not new.
  const oldest = pages.photos.at(-1)
  const added = [...byId.values()]
    .filter((photo) => pages.nextCursor === null || !oldest || isNewer(photo, oldest))
    .sort((a, b) => (isNewer(a, b) ? -1 : 1))
  return { pages: { ...pages, photos }, added }
}

/** Puts photos where their age belongs: new uploads on top, a deletion that was undone back in its place. */
export function insertPhotos(pages: LibraryPages, added: readonly PhotoView[]): LibraryPages {
  if (added.length === 0) return pages
  const known = new Set(pages.photos.map(({ id }) => id))
  const fresh = added.filter(({ id }) => !known.has(id))
  const photos = [...fresh, ...pages.photos].sort((a, b) => (isNewer(a, b) ? -1 : 1))
  return { ...pages, photos }
}

/** The order of the list: creation time, then id, both descending, as the server sorts. */
function isNewer(a: PhotoView, b: PhotoView): boolean {
  return a.createdAt === b.createdAt ? a.id > b.id : a.createdAt > b.createdAt
}
