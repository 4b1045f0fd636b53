import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as search from '~/routes/api.search'
import { serveRoutes } from '~tests/helpers/serve-routes'

/** Over HTTP, with nobody at the embedding service's address: what it finds is the matter of search-photos.test.ts. */
let web: Awaited<ReturnType<typeof serveRoutes>>
let staff: Awaited<ReturnType<typeof web.signIn>>
beforeAll(async () => {
  web = await serveRoutes({ 'api/search': search }, { CLIP_SERVICE_URL: 'http://127.0.0.1:9' })
  staff = await web.signIn('staff')
  await web.app.db.prisma.photo.create({
    data: {
      projectId: web.projectId,
      uploaderId: staff.actor.userId,
      sha256: 'a'.repeat(64),
      fileName: 'Red Hat 100%.jpg',
      byteSize: 1,
      contentType: 'image/jpeg',
      extension: 'jpg',
      status: 'processed',
    },
  })
}, 300_000)
afterAll(() => web.close())

function form(fields: Record<string, string>, image: Uint8Array): FormData {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  body.append('image', new Blob([new Uint8Array(image)]), 'query.jpg')
  return body
}
const picture = () =>
  sharp({ create: { width: 50, height: 50, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer()

test('words by GET: names, with the reason, while the embedding service is down', async () => {
  const response = await staff.browser('/api/search?q=hat%20100%25')
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toContain('no-store')
  expect(await response.json()).toMatchObject({
    model: null,
    degraded: { code: 'ML_SERVICE_DOWN' },
    results: [
      { fileName: 'Red Hat 100%.jpg', similarity: null, band: null, photo: { version: 'aaaaaaaaaaaa' } },
    ],
    nextCursor: null,
  })
})

test.each([
  ['', 400, 'BAD_REQUEST'],
  ['q=', 400, 'BAD_REQUEST'],
  ['q=%00', 400, 'BAD_REQUEST'],
  [`q=${'x'.repeat(10_000)}`, 400, 'QUERY_TOO_LONG'],
  ['q=hat&limit=1e9', 400, 'BAD_REQUEST'],
  ['q=hat&lat=1', 400, 'BAD_REQUEST'],
  ['q=hat&cursor=%F0%9F%92%A5', 400, 'BAD_REQUEST'],
  ['q=hat&collection=1%20OR%201=1', 400, 'BAD_REQUEST'],
  ['q=hat&from=2026-02-31', 400, 'BAD_REQUEST'],
  ['q=hat&to=2026-02-29', 400, 'BAD_REQUEST'],
  [`similarTo=${randomUUID()}`, 404, 'NOT_FOUND'],
])('GET ?%s', async (query, status, code) => {
  const response = await staff.browser(`/api/search?${query}`)
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  expect(await response.json()).toMatchObject({ code, hint: expect.any(String) })
})

test('hostile filters are values, never SQL', async () => {
  for (const filter of ["tag=') OR true --", 'camera=%', 'uploader=\u0000', 'type=a\u0000b']) {
    const [name = '', value = ''] = filter.split(/=(.*)/s)
    const response = await staff.browser(`/api/search?${new URLSearchParams({ q: 'hat', [name]: value })}`)
    expect(response.status).toBe(200)
  }
})

test('a picture by POST: nothing to compare with, and it says so; with words, names', async () => {
  const alone = await staff.browser('/api/search', { method: 'POST', body: form({}, await picture()) })
  expect(await alone.json()).toMatchObject({ results: [], degraded: { code: 'ML_SERVICE_DOWN' } })
  const both = await staff.browser('/api/search', {
    method: 'POST',
    body: form({ q: 'hat' }, await picture()),
  })
  expect(await both.json()).toMatchObject({ results: [{ fileName: 'Red Hat 100%.jpg' }] })
})

test('what is no picture, or too large, is refused', async () => {
  const text = await staff.browser('/api/search', { method: 'POST', body: form({}, Buffer.from('<svg/>')) })
  expect([text.status, (await text.json()).code]).toEqual([415, 'UNSUPPORTED_TYPE'])
  const large = await staff.browser('/api/search', { method: 'POST', body: form({}, Buffer.alloc(31 << 20)) })
  expect([large.status, (await large.json()).code]).toEqual([413, 'FILE_TOO_LARGE'])
  const none = await staff.browser('/api/search', { method: 'POST', body: new URLSearchParams({ q: 'hat' }) })
  expect(none.status).toBe(400)
})

test('nobody searches without signing in, and no other site in their name', async () => {
  expect((await web.anonymous()('/api/search?q=hat')).status).toBe(401)
  const forged = {
    method: 'POST',
    body: form({}, await picture()),
    headers: { origin: 'https://evil.example' },
  }
  expect((await staff.browser('/api/search', forged)).status).toBe(403)
})

test('outside the flag: names by words, no pictures; each use is counted for its side', async () => {
  await web.app.db.prisma.flag.upsert({
    where: { key: 'image-search' },
    create: { key: 'image-search', state: 'off' },
    update: { state: 'off' },
  })
  const words = await staff.browser('/api/search?q=hat')
  expect(await words.json()).toMatchObject({ model: null, results: [{ fileName: 'Red Hat 100%.jpg' }] })
  const alone = await staff.browser('/api/search', { method: 'POST', body: form({}, await picture()) })
  expect([alone.status, (await alone.json()).code]).toEqual([403, 'FEATURE_OFF'])
  await expect.poll(() => web.app.db.prisma.flagUse.count({ where: { inside: false } })).toBe(2)
  expect(await web.app.db.prisma.flagUse.count({ where: { inside: true, errorCode: null } })).toBeGreaterThan(
    0,
  )
})
