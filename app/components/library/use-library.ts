import { useRouteLoaderData } from '@remix-run/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { PhotoView } from '~/domain/photos/photo-view'
import { useLiveRevalidation } from '../live/use-live-events'
import { messageOf } from '../photo/ask-server'
import { useChangedPhotos } from '../photo/use-changed-photos'
import { fetchPhotos, type PhotoCounts } from './fetch-photos'
import {
  appendPage,
  applyChanges,
  insertPhotos,
  refreshBehind,
  refreshFirstPage,
  type LibraryPages,
} from './library-pages'
import { readAgain, readEveryId, readNext } from './read-pages'

/** What was loaded for each person and address, so that coming back shows the same list at the same place. */
const visited = new Map<string, LibraryPages>()
const KEPT_ADDRESSES = 8

export interface Library {
  photos: readonly PhotoView[]
  hasMore: boolean
  loadMore: () => void
  /** The ids of all photos under these filters, those that are not loaded yet too. */
  everyId: () => Promise<string[]>
  /** Why the next page did not come; `loadMore` tries again. */
  problem: string | undefined
  /** New photos that are not shown yet, because the person is not at the top of the list. */
  arrived: readonly PhotoView[]
  showArrived: () => void
  /** Takes photos out at once, before the server has answered, and puts them back. */
  remove: (ids: readonly string[]) => void
  putBack: (photos: readonly PhotoView[]) => void
}

/**
 * The photos under the filters of `query`: pages as they are scrolled to, kept up to date by live events. New ones
 * appear by themselves while the top of the list is in view; further down they are announced, so nothing moves.
 */
export function useLibrary(
  query: string,
  firstPage: LibraryPages,
  onCounts: (counts: PhotoCounts) => void,
): Library {
  const me = useRouteLoaderData<{ me: { id: string } | null }>('root')?.me
  const key = `${me?.id}?${query}`
  const [pages, setPages] = useState(() => {
    const before = visited.get(key)
    return before ? refreshFirstPage(before, firstPage) : firstPage
  })
  const [arrived, setArrived] = useState<readonly PhotoView[]>([])
  const [problem, setProblem] = useState<string>()
  const loading = useRef(false)

  // The loader ran again (an action, a reload of the data).
  const seen = useRef(firstPage)
  useEffect(() => {
    if (seen.current === firstPage) return
    seen.current = firstPage
    setPages((current) => refreshFirstPage(current, firstPage))
  }, [firstPage])

  const latest = useRef(pages)
  useEffect(() => {
    latest.current = pages
    visited.delete(key)
    visited.set(key, pages)
    const oldest = visited.keys().next()
    if (visited.size > KEPT_ADDRESSES && !oldest.done) visited.delete(oldest.value)
  }, [key, pages])

  // The pages behind the first are as they were when they were loaded: on coming back they are read again, one by one.
  useEffect(() => {
    const controller = new AbortController()
    void readAgain(query, seen.current, latest, {
      signal: controller.signal,
      onPage: (above, page) => setPages((current) => refreshBehind(current, above, page)),
    })
    return () => controller.abort()
  }, [query])

  const { nextCursor } = pages
  const loadMore = useCallback(() => {
    if (loading.current || nextCursor === null) return
    loading.current = true
    setProblem(undefined)
    readNext(query, latest)
      .then((next) => next && setPages((current) => appendPage(current, next)))
      .catch((error: unknown) => setProblem(messageOf(error)))
      .finally(() => (loading.current = false))
  }, [query, nextCursor])
  const everyId = useCallback(() => readEveryId(query, latest.current), [query])

  useChangedPhotos(
    useCallback(
      async (ids: readonly string[]) => {
        const now = await fetchPhotos(query, { ids })
        const here = new Set(now.photos.map(({ id }) => id))
        const gone = ids.filter((id) => !here.has(id))
        if (now.counts) onCounts(now.counts)
        const { pages: changed, added } = applyChanges(latest.current, now.photos, gone)
        setPages(isAtTop() ? insertPhotos(changed, added) : changed)
        if (!isAtTop() && added.length > 0) {
          setArrived((waiting) => [...added, ...waiting.filter(({ id }) => !here.has(id))])
        }
      },
      [query, onCounts],
    ),
  )
  // Of no kind of event: only when some may have been missed.
  useLiveRevalidation([])

  const showArrived = useCallback(() => {
    setPages((current) => insertPhotos(current, arrived))
    setArrived([])
    window.scrollTo({ top: 0 })
  }, [arrived])
  const remove = useCallback(
    (ids: readonly string[]) => setPages((current) => applyChanges(current, [], ids).pages),
    [],
  )
  const putBack = useCallback(
    (photos: readonly PhotoView[]) => {
      setPages((current) => insertPhotos(current, photos))
      // The undo may come when the list is closed already.
      const kept = visited.get(key)
      if (kept) visited.set(key, insertPhotos(kept, photos))
    },
    [key],
  )
  const hasMore = nextCursor !== null
  return { photos: pages.photos, hasMore, loadMore, everyId, problem, arrived, showArrived, remove, putBack }
}

function isAtTop(): boolean {
  return window.scrollY < 200
}
