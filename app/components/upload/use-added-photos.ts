import { useCallback, useEffect, useMemo, useState } from 'react'
import type { PhotoView } from '~/domain/photos/photo-view'
import { fetchPhotos } from '../library/fetch-photos'
import { useChangedPhotos } from '../photo/use-changed-photos'
import type { UploadItem } from './upload-item'

/** Events can be missed (a laptop that slept): what is still open is asked for again now and then. */
const ASK_AGAIN_MS = 5000
const MOST_AT_ONCE = 200

/** What became of an uploaded photo after it was stored; unknown until the first word of it. */
export type AddedPhoto = Pick<PhotoView, 'status' | 'errorMessage'>

/** The photos that this page's uploads added, by id, followed until each is ready or has failed. */
export function useAddedPhotos(items: readonly UploadItem[]): ReadonlyMap<string, AddedPhoto | undefined> {
  const added = useMemo(
    () => new Set(items.flatMap(({ state, photoId }) => (state === 'added' && photoId ? [photoId] : []))),
    [items],
  )
  const [known, setKnown] = useState<ReadonlyMap<string, AddedPhoto>>(new Map())

  const refresh = useCallback(async (ids: readonly string[]) => {
    if (ids.length === 0) return
    const { photos } = await fetchPhotos('', { ids })
    setKnown((before) => new Map([...before, ...photos.map((photo) => [photo.id, photo] as const)]))
  }, [])
  const open = useMemo(() => [...added].filter((id) => !isOver(known.get(id))), [added, known])
  useChangedPhotos(
    useCallback((ids) => refresh(ids.filter((id) => added.has(id))), [added, refresh]),
    () => void refresh(open.slice(0, MOST_AT_ONCE)).catch(() => undefined),
  )
  useEffect(() => {
    if (open.length === 0) return
    const timer = setInterval(
      () => void refresh(open.slice(0, MOST_AT_ONCE)).catch(() => undefined),
      ASK_AGAIN_MS,
    )
    return () => clearInterval(timer)
  }, [open, refresh])

  return useMemo(() => new Map([...added].map((id) => [id, known.get(id)])), [added, known])
}

function isOver(photo: AddedPhoto | undefined): boolean {
  return photo?.status === 'ready' || photo?.status === 'failed'
}
