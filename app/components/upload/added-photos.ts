import type { PhotoView } from '~/domain/photos/photo-view'

/** What became of an uploaded photo after it was stored. */
export type AddedPhoto = Pick<PhotoView, 'status' | 'errorMessage'>

/** By id; `gone` for a photo that the server no longer knows: somebody deleted it, and nothing more will come of it. */
export type KnownPhotos = ReadonlyMap<string, AddedPhoto | 'gone'>

/** What is known after the server was asked for `ids` and answered `photos`. One that is restored is no longer gone. */
export function takeAnswer(
  known: KnownPhotos,
  ids: readonly string[],
  photos: ReadonlyArray<Pick<PhotoView, 'id' | 'status' | 'errorMessage'>>,
): KnownPhotos {
  return new Map([
    ...known,
    ...ids.map((id) => [id, 'gone'] as const),
    ...photos.map((photo) => [photo.id, photo] as const),
  ])
}

/** Those of which more is to come. */
export function openOf(added: Iterable<string>, known: KnownPhotos): string[] {
  return [...added].filter((id) => {
    const photo = known.get(id)
    return photo !== 'gone' && photo?.status !== 'ready' && photo?.status !== 'failed'
  })
}

/** Every photo that is still there, with what is known of it: nothing until the first word. */
export function withoutGone(
  added: Iterable<string>,
  known: KnownPhotos,
): ReadonlyMap<string, AddedPhoto | undefined> {
  const result = new Map<string, AddedPhoto | undefined>()
  for (const id of added) {
    const photo = known.get(id)
    if (photo !== 'gone') result.set(id, photo)
  }
  return result
}
