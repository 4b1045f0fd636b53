import { setTimeout as sleep } from 'node:timers/promises'
import type { PhotoView } from '~/domain/photos/photo-view'
import type { BrowserFetch } from './browser-fetch'

/**
 * Uploads pictures one after the other, so that their order is known, and waits until all are searchable.
 * @returns their ids, in this order
 */
export async function uploadPhotos(
  browser: BrowserFetch,
  pictures: ReadonlyArray<{ name: string; bytes: Buffer }>,
): Promise<string[]> {
  const batchId = crypto.randomUUID()
  const ids: string[] = []
  for (const { name, bytes } of pictures) {
    const form = new FormData()
    form.set('batchId', batchId)
    form.set('file', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), name)
    const response = await browser('/api/photos', { method: 'POST', body: form })
    if (!response.ok) throw new Error(`${name} was not taken: ${response.status} ${await response.text()}`)
    const { photo } = (await response.json()) as { photo: PhotoView }
    ids.push(photo.id)
  }
  for (const deadline = Date.now() + 180_000; Date.now() < deadline; await sleep(500)) {
    const response = await browser(`/library/photos?ids=${ids.join(',')}`)
    const { photos } = (await response.json()) as { photos: PhotoView[] }
    if (photos.length === ids.length && photos.every(({ status }) => status === 'ready')) return ids
  }
  throw new Error('The photos were not searchable within three minutes.')
}
