import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ServiceError } from '../errors.ts'
import { hashFile } from '../model/read-model-folder.ts'
import { openHub } from './open-hub.ts'

export interface FetchOptions {
  hubUrl: string
  /** Path of the file on the hub, from the root. */
  path: string
  target: string
  /** Pinned SHA-256; without one, the hash the hub declares for the pinned revision. */
  sha256: string | undefined
  /** Tries after a cut connection or a hub that is away; each goes on where the last one ended. */
  retries: number
  retryMs: number
  onProgress?: (received: number, total: number | undefined) => void
}

/**
 * Fetches one file: into `<target>.part`, resumed by Range, verified, then
 * renamed, so that `target` is either absent or right. A second run of the whole
 * download goes on where the first was cut.
 */
export async function fetchFile(options: FetchOptions): Promise<{ sha256: string; bytes: number }> {
  const { target } = options
  const part = `${target}.part`
  let declared: string | undefined
  if ((await sizeOf(target)) === undefined) {
    declared = await retry(options, () => receive(options, part))
    await rename(part, target)
  }
  const expected = options.sha256 ?? declared
  const sha256 = await hashFile(target)
  if (options.sha256 === undefined && declared === undefined) {
    // A complete file of an earlier run, or a hub that declares nothing: ask for the declared hash alone.
    declared = await retry(options, () => askHash(options))
  }
  const wanted = expected ?? declared
  if (wanted === undefined || sha256 !== wanted) {
    await rm(target, { force: true })
    const reason =
      wanted === undefined
        ? 'the hub declares no hash for it'
        : `it has SHA-256 ${sha256}, expected ${wanted}`
    throw new ServiceError('HUB_HASH_MISMATCH', `${options.path} cannot be trusted: ${reason}.`)
  }
  return { sha256, bytes: (await sizeOf(target)) ?? 0 }
}

async function askHash({ hubUrl, path }: FetchOptions): Promise<string | undefined> {
  return (await openHub(hubUrl, path, { method: 'HEAD' })).declaredSha256
}

/** Goes on where the part ends, and says which hash the hub declared. */
async function receive(options: FetchOptions, part: string): Promise<string | undefined> {
  const start = (await sizeOf(part)) ?? 0
  const opened = await openHub(options.hubUrl, options.path, { method: 'GET', start })
  if (opened.status === 'complete') return opened.declaredSha256
  const resumed = opened.status === 'resumed'
  let received = resumed ? start : 0
  const total = opened.length === undefined ? undefined : received + opened.length
  const body = Readable.fromWeb(opened.body)
  body.on('data', (chunk: Buffer) => {
    received += chunk.length
    options.onProgress?.(received, total)
  })
  await pipeline(body, createWriteStream(part, { flags: resumed ? 'a' : 'w' }))
  if (total !== undefined && received < total) throw new Error(`${received} of ${total} bytes`)
  return opened.declaredSha256
}

/** A network or a hub that is away for some seconds ends no download; a file that is not there will not come. */
async function retry<T>(options: FetchOptions, work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (cause) {
      if (cause instanceof ServiceError && cause.code === 'HUB_FILE_MISSING') throw cause
      if (attempt >= options.retries) {
        if (cause instanceof ServiceError) throw cause
        throw new ServiceError(
          'HUB_UNREACHABLE',
          `The connection was cut while ${options.path} came in, ${attempt + 1} times.`,
          { cause },
        )
      }
      await new Promise((resolve) => setTimeout(resolve, options.retryMs * 2 ** attempt))
    }
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  return await stat(file).then(
    (found) => found.size,
    () => undefined,
  )
}
