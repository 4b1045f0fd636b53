import { once } from 'node:events'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLocalStorage } from '~/platform/storage/local-storage.server'
import { verifySignedPath } from '~/platform/storage/signed-path.server'
import type { Storage } from '~/platform/storage/storage'
import { createSupabaseStorage } from '~/platform/storage/supabase-storage.server'
import { createSupabaseServer } from '~tests/fakes/supabase/create-supabase-server'

interface Driver {
  storage: Storage
  folder: string
  /** Lets signed URLs grow old. */
  advance: (seconds: number) => void
  close: () => Promise<void>
}

async function localDriver(): Promise<Driver> {
  const folder = await mkdtemp(join(tmpdir(), 'recto-storage-'))
  const secret = 'only-for-this-test'
  let skew = 0
  // What the app's media handler does for a signed link, alone.
  const server = createServer((req, res) => {
    void (async () => {
      const key = verifySignedPath(secret, new URL(req.url ?? '', 'http://app'), Date.now() + skew)
      const { body, object } = await storage.get(key)
      res.setHeader('content-type', object.contentType)
      body.pipe(res)
    })().catch(() => res.writeHead(403).end())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const storage = createLocalStorage({ root: join(folder, 'root'), secret, origin })
  return {
    storage,
    folder,
    advance: (seconds) => (skew += seconds * 1000),
    async close() {
      server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function supabaseDriver(): Promise<Driver> {
  const folder = await mkdtemp(join(tmpdir(), 'recto-storage-'))
  const server = await createSupabaseServer()
  const { url, serviceRoleKey } = server
  return {
    storage: createSupabaseStorage({
      url,
      serviceRoleKey,
      bucket: 'recto',
      timeoutMs: 5_000,
      retryDelayMs: 5,
    }),
    folder,
    advance: server.advance,
    async close() {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

describe.each([
  ['local folder', localDriver],
  ['Supabase', supabaseDriver],
])('storage contract: %s', (_name, createDriver) => {
  let driver: Driver
  let storage: Storage
  beforeAll(async () => {
    driver = await createDriver()
    storage = driver.storage
    await storage.check()
  })
  afterAll(() => driver.close())

  const jpeg = { contentType: 'image/jpeg' }
  const read = async (key: string, range?: { start: number; end?: number }) =>
    text((await storage.get(key, range)).body)

  test('gives back what was put, from a buffer, a stream and a file', async () => {
    const file = join(driver.folder, 'upload')
    await writeFile(file, 'from a file')
    await storage.put('p/aa/1/original.jpg', Buffer.from('from a buffer'), jpeg)
    await storage.put(
      'p/aa/2/original.jpg',
      Readable.from([Buffer.from('from '), Buffer.from('a stream')]),
      jpeg,
    )
    await storage.put('p/aa/3/original.jpg', { path: file }, { ...jpeg, size: 11 })
    expect(await read('p/aa/1/original.jpg')).toBe('from a buffer')
    expect(await read('p/aa/2/original.jpg')).toBe('from a stream')
    expect(await read('p/aa/3/original.jpg')).toBe('from a file')
    await rm(file)
    expect(await read('p/aa/3/original.jpg')).toBe('from a file')
  })

  test('describes a file alike in head and get', async () => {
    await storage.put('p/head/original.png', Buffer.from('0123456789'), { contentType: 'image/png' })
    const object = await storage.head('p/head/original.png')
    expect(object).toMatchObject({ size: 10, contentType: 'image/png' })
    expect(object?.etag).not.toBe('')
    const got = await storage.get('p/head/original.png')
    await buffer(got.body)
    expect(got.object).toEqual(object)
  })

  test('a second put of a key succeeds and changes nothing', async () => {
    await storage.put('p/twice/original.jpg', Buffer.from('first'), jpeg)
    await storage.put('p/twice/original.jpg', Buffer.from('second'), jpeg)
    await storage.put('p/twice/original.jpg', Readable.from([Buffer.from('third')]), jpeg)
    expect(await read('p/twice/original.jpg')).toBe('first')
  })

  test('two puts of one key at once both succeed', async () => {
    await Promise.all([1, 2, 3].map(() => storage.put('p/race/original.jpg', Buffer.from('same'), jpeg)))
    expect(await read('p/race/original.jpg')).toBe('same')
  })

  test('a stream that breaks leaves no file behind', async () => {
    const broken = new Readable({
      read() {
        this.push('half')
        this.destroy(new Error('the client went away'))
      },
    })
    await expect(storage.put('p/broken/original.jpg', broken, jpeg)).rejects.toThrow()
    expect(await storage.head('p/broken/original.jpg')).toBeNull()
  })

  test('answers ranges with the size of the whole', async () => {
    await storage.put('p/range/original.jpg', Buffer.from('0123456789'), jpeg)
    expect(await read('p/range/original.jpg', { start: 2, end: 4 })).toBe('234')
    expect(await read('p/range/original.jpg', { start: 7 })).toBe('789')
    const { body, object } = await storage.get('p/range/original.jpg', { start: 0, end: 0 })
    expect([await text(body), object.size]).toEqual(['0', 10])
  })

  test('a missing key is NOT_FOUND to get, null to head, and nothing to remove', async () => {
    await expect(storage.get('p/missing/original.jpg')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await storage.head('p/missing/original.jpg')).toBeNull()
    await storage.remove(['p/missing/original.jpg'])
  })

  test('removes many', async () => {
    const keys = ['p/gone/original.jpg', 'p/gone/thumb.webp', 'p/gone/preview.jpg']
    for (const key of keys) await storage.put(key, Buffer.from('x'), jpeg)
    await storage.remove(keys)
    for (const key of keys) expect(await storage.head(key)).toBeNull()
  })

  test('a signed URL works without a session, until it expires, for its own key only', async () => {
    await storage.put('p/signed/original.jpg', Buffer.from('signed'), jpeg)
    await storage.put('p/other/original.jpg', Buffer.from('other'), jpeg)
    const url = await storage.signedUrl('p/signed/original.jpg', 60)
    const answer = await fetch(url)
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'image/jpeg',
      'signed',
    ])
    expect((await fetch(url.replace('p/signed', 'p/other'))).ok).toBe(false)
    driver.advance(61)
    expect((await fetch(url)).ok).toBe(false)
  })

  test.each(['../escape.jpg', '/etc/passwd', 'p/../../x', 'p//x', 'p/.hidden', 'p/\0', 'p\\..\\x', ''])(
    'refuses the key %j',
    async (key) => {
      await expect(storage.put(key, Buffer.from('x'), jpeg)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(storage.get(key)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    },
  )

  test('memory stays flat while a large file goes in and out', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 7)
    const size = 120
    const source = join(driver.folder, 'large')
    await writeFile(
      source,
      Readable.from(
        (function* () {
          for (let i = 0; i < size; i += 1) yield chunk
        })(),
      ),
    )
    const before = process.memoryUsage().rss
    let peak = before
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20)
    await storage.put(
      'p/large/original.tif',
      { path: source },
      { contentType: 'image/tiff', size: size * chunk.length },
    )
    let seen = 0
    for await (const part of (await storage.get('p/large/original.tif')).body) seen += (part as Buffer).length
    clearInterval(watch)
    expect(seen).toBe(size * chunk.length)
    expect((peak - before) / 1048576).toBeLessThan(80)
  })
})

describe('local folder', () => {
  test('what a crash left half-written is invisible and swept', async () => {
    const driver = await localDriver()
    try {
      await driver.storage.check()
      const stale = join(driver.folder, 'root/.tmp/stale')
      await writeFile(stale, 'half')
      await utimes(stale, 0, 0)
      await driver.storage.check()
      expect(await readdir(join(driver.folder, 'root/.tmp'))).toEqual([])
    } finally {
      await driver.close()
    }
  })

  test('a folder that cannot be used is STORAGE_DOWN', async () => {
    const driver = await localDriver()
    try {
      await writeFile(join(driver.folder, 'root'), 'a file where the folder should be')
      await expect(driver.storage.check()).rejects.toMatchObject({ code: 'STORAGE_DOWN' })
      await expect(
        driver.storage.put('p/x.jpg', Buffer.from('x'), { contentType: 'image/jpeg' }),
      ).rejects.toMatchObject({ code: 'STORAGE_DOWN' })
    } finally {
      await driver.close()
    }
  })
})
