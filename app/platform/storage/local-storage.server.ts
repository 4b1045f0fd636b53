import { randomUUID } from 'node:crypto'
import { constants, createWriteStream } from 'node:fs'
import {
  access,
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError, isAppError } from '../errors'
import { assertKey } from './assert-key'
import { contentTypeOfKey } from './content-types'
import { signPath } from './signed-path.server'
import type { FileBody, Storage, StoredObject } from './storage'

interface LocalStorageOptions {
  root: string
  secret: string
  /** Origin that signed URLs start with. */
  origin: string
}

const errno = (error: unknown) => (error as NodeJS.ErrnoException).code

/** What went wrong on the disk, as the contract names it. Anything unexpected (EIO, EACCES, EROFS) is STORAGE_DOWN. */
function storageError(error: unknown, key?: string): AppError {
  if (isAppError(error)) return error
  const code = errno(error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError('DISK_SPACE', 'The disk is full.', { cause: error })
  if (code === 'ENOENT')
    return new AppError('NOT_FOUND', 'The file is not in storage.', { details: { key }, cause: error })
  return new AppError('STORAGE_DOWN', `The storage folder cannot be used (${code ?? 'unknown error'}).`, {
    cause: error,
  })
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to)
  const file = await open(to, 'r+')
  await file.sync().finally(() => file.close())
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}

/**
 * Files in a folder. A key becomes visible only whole and durable: bytes go to `.tmp` on the same file system, are
 * synced, then renamed. What a crash leaves in `.tmp` is swept by {@link check}.
 */
export function createLocalStorage({ root, secret, origin }: LocalStorageOptions): Storage {
  const base = resolve(root)
  const temporary = join(base, '.tmp')
  const pathOf = (key: string) => {
    assertKey(key)
    return join(base, key)
  }
  const describe = (key: string, stats: { size: number; mtimeMs: number }): StoredObject => ({
    size: stats.size,
    contentType: contentTypeOfKey(key),
    etag: `"${stats.size.toString(16)}-${Math.trunc(stats.mtimeMs).toString(16)}"`,
  })

  let prepared: Promise<unknown> | undefined
  /** Once a process, and anew after any write that failed: the folder may have been away, with its disk. */
  const prepareTemporary = () => (prepared ??= mkdir(temporary, { recursive: true }))

  async function writeTemporary(body: Readable | Buffer | FileBody): Promise<string> {
    const path = join(temporary, randomUUID())
    try {
      await prepareTemporary()
      // `flush` syncs: a key that is visible after a power cut has all its bytes.
      if (Buffer.isBuffer(body)) await writeFile(path, body, { flag: 'wx', flush: true })
      else if (body instanceof Readable) {
        await pipeline(body, createWriteStream(path, { flags: 'wx', flush: true }))
      } else {
        // The spool usually lies on the same file system: a hard link costs nothing and is synced already.
        await link(body.path, path).catch(() => copyDurably(body.path, path))
      }
      return path
    } catch (error) {
      prepared = undefined
      await rm(path, { force: true })
      throw error
    }
  }

  /** Content folders mostly exist when the derivatives come: made only when they do not. */
  async function moveInto(path: string, written: string): Promise<void> {
    try {
      await rename(written, path)
    } catch (error) {
      if (errno(error) !== 'ENOENT') throw error
      await mkdir(dirname(path), { recursive: true })
      await rename(written, path)
    }
  }

  return {
    async put(key, body) {
      const path = pathOf(key)
      try {
        if (await stat(path).catch(() => null)) {
          if (body instanceof Readable) body.destroy()
          return
        }
        const written = await writeTemporary(body)
        await moveInto(path, written)
        await syncFolder(dirname(path))
      } catch (error) {
        throw storageError(error, key)
      }
    },

    async get(key, range) {
      const path = pathOf(key)
      try {
        const file = await open(path, 'r')
        const object = describe(key, await file.stat())
        if (range && range.start >= object.size) {
          await file.close()
          throw new AppError('BAD_REQUEST', 'The range starts after the end of the file.')
        }
        return { body: file.createReadStream({ start: range?.start, end: range?.end }), object }
      } catch (error) {
        // One file that is gone is a fact about that file; all of them gone is a disk that is not there.
        if (errno(error) === 'ENOENT' && !(await stat(base).catch(() => null)))
          throw new AppError('STORAGE_DOWN', 'The storage folder is not there.', { cause: error })
        throw storageError(error, key)
      }
    },

    async head(key) {
      const path = pathOf(key)
      try {
        return describe(key, await stat(path))
      } catch (error) {
        if (errno(error) === 'ENOENT') return null
        throw storageError(error, key)
      }
    },

    async signedUrl(key, ttlSeconds) {
      return new URL(signPath(secret, key, ttlSeconds, Date.now()), origin).href
    },

    async remove(keys) {
      const paths = keys.map(pathOf)
      try {
        for (const path of paths) await rm(path, { force: true })
        // Content folders that are now empty; a put that races with this makes its folder again or fails and is retried.
        for (const folder of new Set(paths.map((path) => dirname(path)))) await rmdir(folder).catch(() => {})
      } catch (error) {
        throw storageError(error)
      }
    },

    async check() {
      try {
        await mkdir(temporary, { recursive: true })
        await access(base, constants.R_OK | constants.W_OK)
        const anHourAgo = Date.now() - 3_600_000
        for (const name of await readdir(temporary)) {
          const path = join(temporary, name)
          const stats = await stat(path).catch(() => null)
          if (stats && stats.mtimeMs < anHourAgo) await rm(path, { force: true })
        }
      } catch (error) {
        throw storageError(error)
      }
    },
  }
}
