import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { v7 as newId } from 'uuid'
import type { AppContext } from '~/platform/context.server'
import type { Prisma } from '~/platform/db/connect.server'
import { AppError } from '~/platform/errors'
import type { Actor } from '../auth/actor'
import { publishEvent } from '../jobs/publish-event.server'
import { claimPhoto } from './claim-photo.server'
import { cleanFileName } from './clean-file-name'
import { describePhoto, photoViewColumns } from './describe-photo'
import { detectType } from './detect-type.server'
import { enqueueIngest, UPLOADED } from './enqueue-ingest.server'
import type { PhotoView } from './photo-view'
import type { NewPhoto } from './photo.queries.server'
import { recordNewPhoto } from './record-new-photo.server'
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
      id: newId(),
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
      const added = await recordNewPhoto(ctx, { row, batchId: input.batchId, ensureStored })
      if (added) return { status: 'added', photo: describePhoto({ ...unreadPhoto, ...row, ...added }) }
      const known = await takeUpKnown(ctx, actor, row, input.batchId)
      if (known) return known
    }
    throw new AppError('CONFLICT', 'This photo is being deleted right now. Upload it again in a moment.')
  } finally {
    await rm(spooled.path, { force: true })
  }
}

/** What a photo is before the worker has read it. */
const unreadPhoto = {
  status: 'waiting',
  errorCode: null,
  errorMessage: null,
  width: null,
  height: null,
  placeholder: null,
  takenAt: null,
  deletedAt: null,
} as const

/** These bytes are in the library already: the actor's too now, and back again where they were deleted or had failed. */
async function takeUpKnown(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  row: NewPhoto,
  batchId: string | undefined,
): Promise<StoredPhoto | null> {
  return ctx.db.prisma.$transaction(async (tx) => {
    const known = await reviveKnown(tx, actor, row)
    if (!known?.changed) return known && { status: known.status, photo: known.photo }
    if (known.photo.status === 'waiting') {
      await enqueueIngest(tx, {
        projectId: actor.projectId,
        photoIds: [known.photo.id],
        title: UPLOADED,
        batchId,
        createdById: actor.userId,
      })
    }
    await publishEvent(tx, {
      kind: 'photo',
      id: known.photo.id,
      projectId: actor.projectId,
      ownerId: actor.userId,
      status: known.photo.status,
    })
    return { status: known.status, photo: known.photo }
  })
}

/** Null: it vanished meanwhile, begin again. */
async function reviveKnown(
  tx: Prisma.TransactionClient,
  actor: Actor,
  row: NewPhoto,
): Promise<(StoredPhoto & { changed: boolean }) | null> {
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
