import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { AppContext } from '~/platform/context.server'
import { AppError, isAppError } from '~/platform/errors'
import { spoolFolder } from './spool-upload.server'
import { storageKey, type ContentAddress } from './storage-keys'

/** Up to here an original is held in memory; four workers with four of the largest files must not need a gigabyte. */
const IN_MEMORY_BYTES = 24 * 1024 * 1024
/** Cameras write EXIF at the beginning. */
const METADATA_BYTES = 2 * 1024 * 1024

export interface Original {
  /** The bytes, or for a large file the path of a copy on this machine. */
  input: Buffer | string
  /** The file, or as much of its beginning as can hold the metadata. */
  head: Buffer
}

/**
 * Brings an original near for as long as `read` runs.
 * @throws AppError IMAGE_UNREADABLE when storage has lost it: the same bytes uploaded again bring it back
 */
export async function withOriginal<T>(
  ctx: Pick<AppContext, 'storage' | 'env'>,
  address: ContentAddress,
  read: (original: Original) => Promise<T>,
): Promise<T> {
  const { body, object } = await ctx.storage.get(storageKey(address, 'original')).catch((error: unknown) => {
    if (!isAppError(error) || error.code !== 'NOT_FOUND') throw error
    // Not passed on as it is: to a job NOT_FOUND means that the photo was deleted.
    throw new AppError('IMAGE_UNREADABLE', 'The original is missing from storage.', {
      hint: 'Upload the same file again; everything else about the photo is kept.',
      cause: error,
    })
  })
  if (object.size <= IN_MEMORY_BYTES) {
    const bytes = await buffer(body)
    return read({ input: bytes, head: bytes })
  }
  const path = join(spoolFolder(ctx), randomUUID())
  try {
    await mkdir(spoolFolder(ctx), { recursive: true })
    await pipeline(body, createWriteStream(path, { flags: 'wx' }))
    const file = await open(path, 'r')
    const head = await file
      .read(Buffer.alloc(METADATA_BYTES), 0, METADATA_BYTES, 0)
      .finally(() => file.close())
    return await read({ input: path, head: head.buffer.subarray(0, head.bytesRead) })
  } finally {
    await rm(path, { force: true })
  }
}
