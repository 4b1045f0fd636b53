import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AppContext } from '~/platform/context.server'
import { AppError, isAppError } from '~/platform/errors'
import { HEAD_BYTES, refuseEarly } from './detect-type.server'

export interface SpooledFile {
  path: string
  sha256: string
  size: number
}

type SpoolContext = { env: Pick<AppContext['env'], 'DATA_DIR' | 'UPLOAD_MAX_BYTES'> }

export function spoolFolder(ctx: SpoolContext): string {
  return join(ctx.env.DATA_DIR, 'spool')
}

/**
 * Streams an upload to a file of its own while hashing it: storage keys need the hash, and the hash needs all bytes.
 * Memory stays flat whatever the size. The caller removes the file; on failure nothing is left behind.
 *
 * @throws AppError FILE_EMPTY, FILE_TOO_LARGE, UNSUPPORTED_TYPE (as soon as the first bytes show it), UPLOAD_INCOMPLETE,
 * DISK_SPACE
 */
export async function spoolUpload(
  ctx: SpoolContext,
  stream: Readable,
  signal?: AbortSignal,
): Promise<SpooledFile> {
  const path = join(spoolFolder(ctx), randomUUID())
  const hash = createHash('sha256')
  const limit = ctx.env.UPLOAD_MAX_BYTES
  let size = 0
  let head: Buffer | undefined = Buffer.alloc(0)
  const inspect = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size > limit) {
        const most = Math.floor(limit / (1024 * 1024))
        done(new AppError('FILE_TOO_LARGE', `The file is larger than ${most} MiB.`, { details: { limit } }))
        return
      }
      hash.update(chunk)
      if (!head) return done(null, chunk)
      head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)])
      if (head.length < HEAD_BYTES) return done(null, chunk)
      const first = head
      head = undefined
      refuseEarly(first).then(() => done(null, chunk), done)
    },
  })
  try {
    await mkdir(spoolFolder(ctx), { recursive: true })
    await sweepNowAndThen(ctx)
    // Storage may link this file in instead of copying it, so it must be durable by then: `flush` syncs it.
    await pipeline(stream, inspect, createWriteStream(path, { flags: 'wx', flush: true }), { signal })
    if (size === 0) throw new AppError('FILE_EMPTY', 'The file has no content.')
    return { path, sha256: hash.digest('hex'), size }
  } catch (error) {
    await rm(path, { force: true })
    throw spoolError(error)
  }
}

function spoolError(error: unknown): AppError {
  if (isAppError(error)) return error
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError('DISK_SPACE', 'The disk is full.', { cause: error })
  return new AppError('UPLOAD_INCOMPLETE', 'The upload broke off before the file was complete.', {
    cause: error,
  })
}

let sweptAt = 0

/** With the first upload of a process, which may follow a crash, and hourly from then on. */
async function sweepNowAndThen(ctx: SpoolContext): Promise<void> {
  const now = Date.now()
  if (now - sweptAt < 3_600_000) return
  sweptAt = now
  await sweepSpool(ctx, new Date(now))
}

/** Removes what a killed process left in the spool. Files younger than an hour may still be written. */
export async function sweepSpool(ctx: SpoolContext, now: Date): Promise<number> {
  const names = await readdir(spoolFolder(ctx)).catch(() => [])
  let removed = 0
  for (const name of names) {
    const path = join(spoolFolder(ctx), name)
    const stats = await stat(path).catch(() => null)
    if (!stats || now.getTime() - stats.mtimeMs < 3_600_000) continue
    await rm(path, { force: true })
    removed += 1
  }
  return removed
}
