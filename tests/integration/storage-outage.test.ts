import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLocalStorage } from '~/platform/storage/local-storage.server'
import { createSupabaseStorage } from '~/platform/storage/supabase-storage.server'
import type { Storage } from '~/platform/storage/storage'
import { createSupabaseServer, type SupabaseServer } from '~tests/fakes/supabase/create-supabase-server'

const key = 'p/aa/aaaa/original.jpg'
const jpeg = { contentType: 'image/jpeg' }

describe('Supabase Storage in trouble', () => {
  let server: SupabaseServer
  let storage: Storage
  beforeEach(async () => {
    server = await createSupabaseServer({ maxBytes: 1_000 })
    const { url, serviceRoleKey } = server
    storage = createSupabaseStorage({
      url,
      serviceRoleKey,
      bucket: 'recto',
      timeoutMs: 3_000,
      retryDelayMs: 5,
      breakMs: 200,
    })
  })
  afterEach(() => server.close())

  const uploads = () => server.requests.filter((line) => line.startsWith('POST /object/recto/')).length

  test('the bucket is private, and one that is there already is used', async () => {
    await storage.put(key, Buffer.from('x'), jpeg)
    const again = createSupabaseStorage({
      url: server.url,
      serviceRoleKey: server.serviceRoleKey,
      bucket: 'recto',
    })
    await again.check()
    expect(await again.head(key)).toMatchObject({ size: 1 })
    expect((await fetch(`${server.url}/storage/v1/object/recto/${key}`)).ok).toBe(false)
  })

  test('5xx, a time-out and a cut connection are tried again', async () => {
    await storage.check()
    for (const fault of [{ kind: 'status', status: 503 }, { kind: 'hang' }, { kind: 'cut' }] as const) {
      server.fail(/^POST \/object\/recto/, fault)
      await storage.put(`${fault.kind}/original.jpg`, Buffer.from('x'), jpeg)
      expect(await storage.head(`${fault.kind}/original.jpg`)).toMatchObject({ size: 1 })
    }
  })

  test('a lasting outage is STORAGE_DOWN and stops being asked, until it is over', async () => {
    await storage.check()
    server.fail(/^GET \/object/, { kind: 'status', status: 500 }, 100)
    for (let call = 0; call < 5; call += 1) {
      await expect(storage.get(key)).rejects.toMatchObject({ code: 'STORAGE_DOWN' })
    }
    const asked = server.requests.length
    await expect(storage.get(key)).rejects.toMatchObject({ code: 'STORAGE_DOWN' })
    expect(server.requests.length).toBe(asked)

    await new Promise((resolve) => setTimeout(resolve, 250))
    await storage.put(key, Buffer.from('x'), jpeg)
    expect(uploads()).toBe(1)
  })

  test('a stream is sent once, for it cannot be read again', async () => {
    await storage.check()
    server.fail(/^POST \/object\/recto/, { kind: 'status', status: 503 })
    await expect(storage.put(key, Readable.from([Buffer.from('x')]), jpeg)).rejects.toMatchObject({
      code: 'STORAGE_DOWN',
    })
    expect(uploads()).toBe(1)
  })

  test('a download that breaks off is an error, never a short file', async () => {
    await storage.put(key, Buffer.alloc(900, 'x'), jpeg)
    server.fail(/^GET \/object\/recto/, { kind: 'cut', afterBytes: 100 })
    const { body } = await storage.get(key)
    await expect(text(body)).rejects.toThrow()
  })

  test('what Supabase refuses for good is not tried again', async () => {
    await expect(storage.put(key, Buffer.alloc(2_000), jpeg)).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
    })
    expect(uploads()).toBe(1)
    await expect(storage.get(key)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('a wrong key is STORAGE_DOWN with the reason', async () => {
    const wrong = createSupabaseStorage({
      url: server.url,
      serviceRoleKey: 'wrong',
      bucket: 'recto',
      retryDelayMs: 5,
    })
    await expect(wrong.check()).rejects.toMatchObject({
      code: 'STORAGE_DOWN',
      message: expect.stringContaining('403') as string,
    })
  })

  test('a server that is not there is STORAGE_DOWN', async () => {
    await server.close()
    await expect(storage.check()).rejects.toMatchObject({ code: 'STORAGE_DOWN' })
    server = await createSupabaseServer()
  })
})

describe('a local folder in trouble', () => {
  test('while it is away everything is STORAGE_DOWN, and nothing is once it is back', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'recto-storage-'))
    const root = join(parent, 'storage')
    const storage = createLocalStorage({ root, secret: 'x'.repeat(32), origin: 'http://localhost' })
    await storage.put(key, Buffer.from('old'), jpeg)
    const down = { code: 'STORAGE_DOWN' }

    await rename(root, `${root}.away`)
    await expect(storage.get(key)).rejects.toMatchObject(down)
    // A file stands where it was, so every access fails.
    await writeFile(root, 'not a folder')
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(storage.get(key)).rejects.toMatchObject(down)
      await expect(storage.put('p/bb/bbbb/thumb.webp', Buffer.from('x'), jpeg)).rejects.toMatchObject(down)
      await expect(storage.check()).rejects.toMatchObject(down)
    }

    await rm(root)
    await rename(`${root}.away`, root)
    await storage.put('p/bb/bbbb/thumb.webp', Buffer.from('new'), jpeg)
    expect(await text((await storage.get('p/bb/bbbb/thumb.webp')).body)).toBe('new')
    expect(await text((await storage.get(key)).body)).toBe('old')
    await expect(storage.get('p/cc/cccc/thumb.webp')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await rm(parent, { recursive: true })
  })
})
