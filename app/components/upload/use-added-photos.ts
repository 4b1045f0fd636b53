import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { fetchPhotos } from '../library/fetch-photos'
import { useChangedPhotos } from '../photo/use-changed-photos'
import { openOf, takeAnswer, withoutGone, type AddedPhoto, type KnownPhotos } from './added-photos'
import type { UploadItem } from './upload-item'

/** Events can be missed (a laptop that slept): the oldest that are still open are asked for again now and then. */
const ASK_AGAIN_MS = 5000
const MOST_AT_ONCE = 200

/**
 * The photos that this page's uploads added, by id, followed until each is ready or has failed. Those that were deleted
 * meanwhile are not among them.
 */
export function useAddedPhotos(items: readonly UploadItem[]): ReadonlyMap<string, AddedPhoto | undefined> {
  const added = useMemo(
    () => new Set(items.flatMap(({ state, photoId }) => (state === 'added' && photoId ? [photoId] : []))),
    [items],
  )
  const [known, setKnown] = useState<KnownPhotos>(new Map())
  const open = useMemo(() => openOf(added, known), [added, known])
  const latest = useRef(open)
  useEffect(() => {
    latest.current = open
  }, [open])

  const refresh = useCallback(async (ids: readonly string[]) => {
    if (ids.length === 0) return
    const { photos } = await fetchPhotos('', { ids })
    setKnown((before) => takeAnswer(before, ids, photos))
  }, [])
  /** One slice after the other: all of them, when coming back to the page of a large upload. */
  const refreshOpen = useCallback(
    async (most = Infinity) => {
      const ids = latest.current.slice(0, most)
      for (let start = 0; start < ids.length; start += MOST_AT_ONCE)
        await refresh(ids.slice(start, start + MOST_AT_ONCE))
    },
    [refresh],
  )
  useChangedPhotos(
    useCallback((ids) => refresh(ids.filter((id) => added.has(id))), [added, refresh]),
    () => void refreshOpen().catch(() => undefined),
  )
  useEffect(() => void refreshOpen().catch(() => undefined), [refreshOpen])
  // By whether any are open, not by which: a list that changes eight times a second would put the next time off for ever.
  const waiting = open.length > 0
  useEffect(() => {
    if (!waiting) return
    const timer = setInterval(() => void refreshOpen(MOST_AT_ONCE).catch(() => undefined), ASK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [waiting, refreshOpen])

  return useMemo(() => withoutGone(added, known), [added, known])
}
