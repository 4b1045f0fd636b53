import PQueue from 'p-queue'
import type { AppContext } from '~/platform/context.server'
import { updateReadPhotos } from './photo.queries.server'
import type { PreparedPhoto } from './prepare-photo.server'
import { storageKey } from './storage-keys'

/** Files written at once: each waits for the disk or the network, not for the processor. */
const WRITES = 8

/**
 * Makes what was read from photos visible: derivatives into storage, then facts and hashes into the rows, status
 * `processed`. For many photos together, apart from the reading: while a disk syncs, the next pictures are decoded.
 * @throws AppError STORAGE_DOWN, DISK_SPACE: no row was changed, try again
 */
export async function keepPrepared(
  ctx: Pick<AppContext, 'db' | 'storage'>,
  photos: PreparedPhoto[],
): Promise<void> {
  const writes = new PQueue({ concurrency: WRITES })
  await writes.addAll(
    photos.flatMap(({ source, thumb, preview }) => [
      () => ctx.storage.put(storageKey(source, 'thumb'), thumb, { contentType: 'image/webp' }),
      () => ctx.storage.put(storageKey(source, 'preview'), preview, { contentType: 'image/jpeg' }),
    ]),
  )
  await updateReadPhotos(
    ctx.db.pool,
    photos.map(({ facts }) => facts),
  )
}
