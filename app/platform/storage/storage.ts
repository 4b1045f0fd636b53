import type { Readable } from 'node:stream'

export interface StoredObject {
  size: number
  contentType: string
  /** Changes when the bytes change; usable as an HTTP ETag. */
  etag: string
}

/** A file on this machine. Preferred over a stream: a driver can read it again to retry, or link it in without a copy. */
export interface FileBody {
  path: string
}

/**
 * Where files live. Two drivers keep this contract (tests/integration/storage.contract.test.ts): a local folder and
 * Supabase Storage. Keys are content-addressed (`<project>/<sha256[0:2]>/<sha256>/original.jpg`), so a `put` of an
 * existing key is a success that changes nothing.
 *
 * Errors: STORAGE_DOWN when the backend does not answer, DISK_SPACE when it is full, NOT_FOUND for a missing key.
 */
export interface Storage {
  /** Streams a file in. `size` in bytes where it is known, to let a driver choose its time limit. */
  put(
    key: string,
    body: Readable | Buffer | FileBody,
    options: { contentType: string; size?: number },
  ): Promise<void>
  /** Streams a file, or the bytes `start` to `end` (inclusive) of it. `object.size` is always the whole file's. */
  get(key: string, range?: { start: number; end?: number }): Promise<{ body: Readable; object: StoredObject }>
  head(key: string): Promise<StoredObject | null>
  /** A URL that works without a session for `ttlSeconds`. */
  signedUrl(key: string, ttlSeconds: number): Promise<string>
  remove(keys: string[]): Promise<void>
  /** Resolves when the backend answers; throws STORAGE_DOWN otherwise. */
  check(): Promise<void>
}
