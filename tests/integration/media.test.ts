import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mediaUrl, type PhotoView } from '~/domain/photos/photo-view'
import { processPhoto } from '~tests/helpers/process-photo'
import { storageKey, storageKeys } from '~/domain/photos/storage-keys'
import { storePhoto } from '~/domain/photos/store-photo.server'
import type { Actor } from '~/domain/auth/actor'
import type { BrowserFetch } from '~tests/helpers/browser-fetch'
import { serveRoutes } from '~tests/helpers/serve-routes'

describe('media', () => {
  let web: Awaited<ReturnType<typeof serveRoutes>>
  let owner: { browser: BrowserFetch; actor: Actor }
  let photo: PhotoView
  let original: Buffer
  beforeAll(async () => {
    web = await serveRoutes({})
    owner = await web.signIn('customer')
    original = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#884422' } })
      .jpeg()
      .toBuffer()
    photo = await store(original, 'a "quoted" été\u{1F457}.jpg')
    await processPhoto(web.app, photo.id)
  })
  afterAll(() => web.close())

  const store = async (bytes: Buffer, fileName: string) =>
    (await storePhoto(web.app, owner.actor, { stream: Readable.from([bytes]), fileName })).photo

  test('a thumbnail may be kept for ever by this browser alone', async () => {
    const answer = await owner.browser(mediaUrl(photo, 'thumb'))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('image/webp')
    expect(answer.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    const { width, height } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata()
    expect([width, height]).toEqual([320, 213])
  })

  test('a thumbnail from memory is the same answer, for the same people', async () => {
    const url = mediaUrl(photo, 'thumb')
    const describe = async (answer: Response) => {
      const headers = Object.fromEntries(answer.headers)
      // What differs by nature: the id of a request, the second of its answer. The first is how the two ways are told apart.
      const { 'x-request-id': requestId, date, ...rest } = headers
      return {
        fromMemory: !requestId && Boolean(date),
        headers: rest,
        bytes: Buffer.from(await answer.arrayBuffer()),
      }
    }
    const reader = await web.signIn('staff')
    const first = await describe(await reader.browser(url))
    const second = await describe(await reader.browser(url))
    expect([first.fromMemory, second.fromMemory]).toEqual([false, true])
    expect(second).toEqual({ ...first, fromMemory: true })
    const known = await reader.browser(url, { headers: { 'if-none-match': second.headers.etag ?? '' } })
    expect([known.status, await known.text()]).toEqual([304, ''])
    expect((await reader.browser(url.replace(/v=.*/, 'v=000000000000'))).headers.get('cache-control')).toBe(
      'private, no-cache',
    )
    // In memory or not: it is not theirs.
    const customer = await web.signIn('customer')
    for (let turn = 0; turn < 2; turn += 1) expect((await customer.browser(url)).status).toBe(404)
    expect((await web.anonymous()(url)).status).toBe(401)
  })

  test('an address without the version is checked each time', async () => {
    const answer = await owner.browser(`/media/${photo.id}/preview`)
    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
    expect(answer.headers.get('content-type')).toBe('image/jpeg')
  })

  test('what the browser has is 304, without touching storage', async () => {
    const bytes = await sharp({ create: { width: 10, height: 10, channels: 3, background: '#123456' } })
      .png()
      .toBuffer()
    const gone = await store(bytes, 'x.png')
    await processPhoto(web.app, gone.id)
    const etag = (await owner.browser(mediaUrl(gone, 'preview'))).headers.get('etag') ?? ''
    const row = await web.app.db.prisma.photo.findUniqueOrThrow({ where: { id: gone.id } })
    await web.app.storage.remove(storageKeys(row))
    const again = await owner.browser(mediaUrl(gone, 'preview'), {
      headers: { 'if-none-match': `W/${etag}, "x"` },
    })
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    expect((await owner.browser(mediaUrl(gone, 'preview'))).status).toBe(404)
  })

  test('an original is downloaded under its own name, in parts when asked', async () => {
    const url = `${mediaUrl(photo, 'original')}&download`
    const whole = await owner.browser(url)
    expect(Buffer.from(await whole.arrayBuffer()).equals(original)).toBe(true)
    expect(whole.headers.get('content-disposition')).toBe(
      `attachment; filename="a _quoted_ _t___.jpg"; filename*=UTF-8''a%20%22quoted%22%20%C3%A9t%C3%A9%F0%9F%91%97.jpg`,
    )
    expect(whole.headers.get('accept-ranges')).toBe('bytes')

    const part = await owner.browser(url, { headers: { range: 'bytes=10-19' } })
    expect([part.status, part.headers.get('content-range'), part.headers.get('content-length')]).toEqual([
      206,
      `bytes 10-19/${original.length}`,
      '10',
    ])
    expect(Buffer.from(await part.arrayBuffer()).equals(original.subarray(10, 20))).toBe(true)
    const tail = await owner.browser(url, { headers: { range: 'bytes=-5' } })
    expect(Buffer.from(await tail.arrayBuffer()).equals(original.subarray(-5))).toBe(true)
    const beyond = await owner.browser(url, { headers: { range: 'bytes=99999999-' } })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${original.length}`])
    const changed = await owner.browser(url, { headers: { range: 'bytes=0-1', 'if-range': '"older"' } })
    expect(changed.status).toBe(200)
    const head = await owner.browser(url, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(original.length)])
  })

  test('only those who may see the photo get its files, also when the answer is in the cache', async () => {
    const staff = await web.signIn('staff')
    const customer = await web.signIn('customer')
    const elsewhere = await web.app.db.prisma.project.create({ data: { name: 'Another shop' } })
    const stranger = await web.signIn('admin', elsewhere.id)
    for (const kind of ['thumb', 'preview', 'original'] as const) {
      const url = mediaUrl(photo, kind)
      const etag = (await owner.browser(url)).headers.get('etag') ?? ''
      expect((await staff.browser(url)).status).toBe(200)
      for (const browser of [customer.browser, stranger.browser]) {
        expect((await browser(url)).status).toBe(404)
        expect((await browser(url, { headers: { 'if-none-match': etag } })).status).toBe(404)
      }
      const anonymous = await web.anonymous()(url)
      expect([anonymous.status, anonymous.headers.get('cache-control')]).toEqual([401, 'no-store'])
    }
  })

  test('a photo that waits has no thumbnail yet, and that answer is not kept', async () => {
    const bytes = await sharp({ create: { width: 11, height: 10, channels: 3, background: '#123456' } })
      .png()
      .toBuffer()
    const waiting = await store(bytes, 'y.png')
    const early = await owner.browser(mediaUrl(waiting, 'thumb'))
    expect([early.status, early.headers.get('cache-control')]).toEqual([404, 'no-store'])
    await processPhoto(web.app, waiting.id)
    expect((await owner.browser(mediaUrl(waiting, 'thumb'))).status).toBe(200)
  })

  test('a signed link of the local driver works without a session, for its file and time only', async () => {
    const row = await web.app.db.prisma.photo.findUniqueOrThrow({ where: { id: photo.id } })
    const { pathname, search } = new URL(await web.app.storage.signedUrl(storageKey(row, 'preview'), 60))
    const visitor = web.anonymous()
    expect((await visitor(pathname + search)).status).toBe(200)
    expect((await visitor(pathname.replace('preview.jpg', 'original.jpg') + search)).status).toBe(403)
    expect((await visitor(pathname)).status).toBe(403)
    const expired = new URL(await web.app.storage.signedUrl(storageKey(row, 'preview'), -1))
    expect((await visitor(expired.pathname + expired.search)).status).toBe(403)
  })

  test.each([
    '/media/',
    '/media/x/thumb',
    `/media/${'0'.repeat(36)}/thumb`,
    '/media/%00/thumb',
    '/media/%zz',
  ])('%s is a typed 4xx', async (path) => {
    const answer = await owner.browser(path)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
  })
})
