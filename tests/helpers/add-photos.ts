import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import type { Actor } from '~/domain/auth/actor'
import { embedPhotos, type EmbedItem } from '~/domain/embeddings/embed-photos.server'
import { processPhoto } from '~tests/helpers/process-photo'
import { storePhoto } from '~/domain/photos/store-photo.server'
import type { AppContext } from '~/platform/context.server'

/** Takes files in as uploads and does the worker's work at once; the id of each file's photo by file name. */
export async function addPhotos(
  ctx: AppContext,
  actor: Actor,
  files: string[],
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const items: EmbedItem[] = []
  for (const file of files) {
    const stream = Readable.from(await readFile(file))
    const { photo } = await storePhoto(ctx, actor, { stream, fileName: basename(file) })
    const { embeddingInput, sha256 } = await processPhoto(ctx, photo.id, AbortSignal.timeout(60_000))
    items.push({ photoId: photo.id, sha256, input: embeddingInput })
    ids.set(basename(file), photo.id)
  }
  const { failed } = await embedPhotos(ctx, items, AbortSignal.timeout(60_000))
  if (failed.length > 0) throw new Error(`Not embedded: ${JSON.stringify(failed)}`)
  return ids
}
