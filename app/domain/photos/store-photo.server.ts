import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { AppContext } from '~/platform/context.server'
import type { Prisma } from '~/platform/db/connect.server'
import { AppError } from '~/platform/errors'
import type { Actor } from '../auth/actor'
import { enqueueJob } from '../jobs/enqueue-job.server'
import { publishEvent } from '../jobs/publish-event.server'
import { claimPhoto } from './claim-photo.server'
import { cleanFileName } from './clean-file-name'
import { describePhoto, photoViewColumns } from './describe-photo'
import { detectType } from './detect-type.server'
import type { PhotoView } from './photo-view'
import { spoolUpload } from './spool-upload.server'
import { storageKey } from './storage-keys'

export interface StorePhotoInput {
  stream: Readable
  /** As the client sent it; cleaned here and only ever shown. */
  fileName: string
  /** Uploads of one batch become one job that a person watches. */
  batchId?: string
  signal?: AbortSignal
}

export interface StoredPhoto {
  /** `duplicate`: these bytes were in the library already. Bringing back a deleted photo counts as `added`. */
  status: 'added' | 'duplicate'
  photo: PhotoView
}

type StoreContext = Pick<AppContext, 'db' | 'storage' | 'env'>

/**
 * Takes a picture in: the original into storage, the row and the job that reads it in one transaction. When this
 * resolves the photo cannot be lost, whatever dies next; when it throws, nothing is left behind.
 *
 * @throws AppError FILE_EMPTY, FILE_TOO_LARGE, UNSUPPORTED_TYPE, UPLOAD_INCOMPLETE, DISK_SPACE, STORAGE_DOWN
 */
export async function storePhoto(
  ctx: StoreContext,
  actor: Actor,
  input: StorePhotoInput,
): Promise<StoredPhoto> {
  const spooled = await spoolUpload(ctx, input.stream, input.signal)
  try {
    const type = await detectType(spooled.path)
    const content = { projectId: actor.projectId, sha256: spooled.sha256 }
    const row = {
      ...content,
      ...type,
      uploaderId: actor.userId,
      fileName: cleanFileName(input.fileName),
      byteSize: spooled.size,
    }
    const key = storageKey(row, 'original')
    const ensureStored = async () => {
      if (await ctx.storage.head(key)) return
      await ctx.storage.put(
        key,
        { path: spooled.path },
        { contentType: type.contentType, size: spooled.size },
      )
    }
    // A second round is needed only when a purge removes the deleted twin between two statements.
    for (let round = 0; round < 3; round += 1) {
      await ensureStored()
      const stored = await ctx.db.prisma.$transaction(async (tx) => {
        const recorded = await recordPhoto(tx, actor, row)
        if (!recorded) return null
        // A purge of the twin may have taken the file since; from here on the row keeps it away.
        if (recorded.status === 'added') await ensureStored()
        if (!recorded.changed) return recorded
        if (recorded.photo.status === 'waiting') {
          await enqueueJob(tx, {
            name: 'ingest-photos',
            payload: { projectId: actor.projectId },
            projectId: actor.projectId,
            title: 'Uploaded photos',
            key: input.batchId,
            createdById: actor.userId,
            itemKeys: [recorded.photo.id],
          })
        }
        await publishEvent(tx, {
          kind: 'photo',
          id: recorded.photo.id,
          projectId: actor.projectId,
          ownerId: actor.userId,
          status: recorded.photo.status,
        })
        return recorded
      })
      if (stored) return { status: stored.status, photo: stored.photo }
    }
    throw new AppError('CONFLICT', 'This photo is being deleted right now. Upload it again in a moment.')
  } finally {
    await rm(spooled.path, { force: true })
  }
}

/** Inserts the row, or brings back what these bytes already are. Null: it vanished meanwhile, begin again. */
async function recordPhoto(
  tx: Prisma.TransactionClient,
  actor: Actor,
  row: Prisma.PhotoCreateManyInput,
): Promise<(StoredPhoto & { changed: boolean }) | null> {
  // ON CONFLICT DO NOTHING waits for a rival insert of the same bytes: one `added`, everybody else `duplicate`.
  const [added] = await tx.photo.createManyAndReturn({
    data: [row],
    skipDuplicates: true,
    select: photoViewColumns,
  })
  if (added) return { status: 'added', photo: describePhoto(added), changed: true }
  const content = { projectId_sha256: { projectId: row.projectId, sha256: row.sha256 } }
  const found = await tx.photo.findUnique({
    where: content,
    select: { ...photoViewColumns, uploaderId: true },
  })
  if (!found) return null
  if (found.uploaderId !== actor.userId && !found.deletedAt) await claimPhoto(tx, actor, found.id)
  if (!found.deletedAt && found.status !== 'failed') {
    return { status: 'duplicate', photo: describePhoto(found), changed: false }
  }

  const revived = await tx.photo.updateManyAndReturn({
    where: { id: found.id },
    data: {
      deletedAt: null,
      ...(found.deletedAt ? { uploaderId: row.uploaderId, fileName: row.fileName } : {}),
      ...(found.status === 'failed' ? { status: 'waiting', errorCode: null, errorMessage: null } : {}),
    },
    select: photoViewColumns,
  })
  const photo = revived[0]
  if (!photo) return null
  return { status: found.deletedAt ? 'added' : 'duplicate', photo: describePhoto(photo), changed: true }
}
