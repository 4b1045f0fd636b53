import { once } from 'node:events'
import { readdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PhotoView } from '~/domain/photos/photo-view'
import * as changeRoute from '~/routes/api.photos_.$change'
import * as uploadRoute from '~/routes/api.photos'
import type { BrowserFetch } from '~tests/helpers/browser-fetch'
import { serveRoutes } from '~tests/helpers/serve-routes'

const MiB = 1024 * 1024

interface Answer {
  status: 'added' | 'duplicate'
  photo: PhotoView
  code: string
  hint: string
}

describe('upload over HTTP', () => {
  let web: Awaited<ReturnType<typeof serveRoutes>>
  let browser: BrowserFetch
  let serial = 0
  beforeAll(async () => {
    web = await serveRoutes(
      { 'api/photos': uploadRoute, 'api/photos/:change': changeRoute },
      { UPLOAD_MAX_BYTES: String(250 * MiB) },
    )
    browser = (await web.signIn('staff')).browser
  })
  afterAll(() => web.close())

  const picture = () => {
    serial += 1
    // Far enough apart that JPEG does not round two of them to the same bytes.
    const background = { r: 10, g: (serial * 7) % 256, b: 200 }
    return sharp({ create: { width: 40, height: 30, channels: 3, background } })
      .jpeg()
      .toBuffer()
  }
  const formOf = (bytes: Buffer, fileName: string, fields: Record<string, string> = {}) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', new Blob([new Uint8Array(bytes)]), fileName)
    return form
  }
  const send = async (body: BodyInit, from = browser, init: RequestInit = {}) => {
    const response = await from('/api/photos', { method: 'POST', body, ...init })
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: (await response.json()) as Answer,
    }
  }
  const photos = () => web.app.db.prisma.photo.count()
  const spooled = () => readdir(join(web.folder, 'spool')).catch(() => [])

  test('201 for a new photo, 200 for one that is there already', async () => {
    const bytes = await picture()
    const first = await send(
      formOf(bytes, '../../👗 été.jpg', { batchId: 'b1', relativePath: 'summer/x.jpg' }),
    )
    expect(first).toMatchObject({
      status: 201,
      body: { status: 'added', photo: { fileName: '👗 été.jpg', status: 'waiting' } },
    })
    const second = await send(formOf(bytes, 'copy.jpg'))
    expect(second).toMatchObject({
      status: 200,
      body: { status: 'duplicate', photo: { id: first.body.photo.id } },
    })
  })

  test('a refusal is a problem the client can read, even before the file was sent to its end', async () => {
    const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(20 * MiB)])
    const answer = await send(formOf(program, 'holiday.jpg'))
    expect(answer).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_TYPE' } })
    expect(answer.type).toMatch('application/problem+json')
    expect(answer.body.hint).toContain('JPEG')
    expect(await send(formOf(Buffer.alloc(0), 'empty.jpg'))).toMatchObject({
      status: 422,
      body: { code: 'FILE_EMPTY' },
    })
    expect(await spooled()).toEqual([])
  })

  test.each([
    ['../../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\shirt.jpg', 'shirt.jpg'],
    [`${'x'.repeat(3996)}.jpg`, `${'x'.repeat(195)}….jpg`],
    ['👗🏽‍🦰 \u202egpj.exe', '👗🏽‍🦰 gpj.exe'],
    ['..', 'unnamed'],
  ])('a name is a name, never a path: %j', async (sent, shown) => {
    // By hand: undici and browsers would clean the name before it is sent.
    const head = `--b\r\nContent-Disposition: form-data; name="file"; filename="${sent.replaceAll('\\', '\\\\')}"\r\n\r\n`
    const body = Buffer.concat([Buffer.from(head), await picture(), Buffer.from('\r\n--b--\r\n')])
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    const answer = await send(new Uint8Array(body), browser, { headers })
    expect(answer).toMatchObject({ status: 201, body: { photo: { fileName: shown } } })
    const stored = await readdir(web.folder, { recursive: true })
    expect(stored.filter((path) => /passwd|shirt|xxx|gpj|unnamed/.test(path))).toEqual([])
  })

  test('a NUL in a name never gets through', async () => {
    const sendNamed = async (parameter: string) => {
      const head = `--b\r\nContent-Disposition: form-data; name="file"; ${parameter}\r\n\r\n`
      const body = Buffer.concat([Buffer.from(head), await picture(), Buffer.from('\r\n--b--\r\n')])
      const headers = { 'content-type': 'multipart/form-data; boundary=b' }
      return send(new Uint8Array(body), browser, { headers })
    }
    // No header may hold one; escaped it is dropped.
    expect(await sendNamed('filename="shirt\0.exe.jpg"')).toMatchObject({
      status: 400,
      body: { code: 'BAD_REQUEST' },
    })
    expect(await sendNamed("filename*=UTF-8''shirt%00.exe.jpg")).toMatchObject({
      status: 201,
      body: { photo: { fileName: 'shirt.exe.jpg' } },
    })
  })

  test('the same file from two tabs at once is one photo', async () => {
    const bytes = await picture()
    const answers = await Promise.all([1, 2, 3, 4].map((tab) => send(formOf(bytes, `tab ${tab}.jpg`))))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201])
    expect(new Set(answers.map(({ body }) => body.photo.id)).size).toBe(1)
  })

  test('a form without a file, no form at all, two files', async () => {
    const empty = new FormData()
    empty.append('batchId', 'x')
    expect(await send(empty)).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } })
    expect(await send('{}', browser, { headers: { 'content-type': 'application/json' } })).toMatchObject({
      status: 400,
    })
    const two = formOf(await picture(), 'one.jpg')
    two.append('file', new Blob([new Uint8Array(await picture())]), 'two.jpg')
    expect(await send(two)).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } })
  })

  test('an ended session is 401 and stores nothing', async () => {
    const before = await photos()
    const answer = await send(formOf(await picture(), 'x.jpg'), web.anonymous())
    expect(answer).toMatchObject({ status: 401, body: { code: 'SIGN_IN_REQUIRED' } })
    expect(await photos()).toBe(before)
  })

  test('a page of another site cannot upload with somebody’s cookies', async () => {
    const headers = { origin: 'https://evil.example' }
    expect(await send(formOf(await picture(), 'x.jpg'), browser, { headers })).toMatchObject({
      status: 403,
      body: { code: 'PERMISSION_DENIED' },
    })
  })

  test('an upload that is cut off half-way leaves nothing behind', async () => {
    const before = await photos()
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const { port, host } = new URL(web.url)
    const socket = connect(Number(port), '127.0.0.1')
    await once(socket, 'connect')
    const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="cut.jpg"\r\n\r\n'
    socket.write(
      `POST /api/photos HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${web.url}\r\nCookie: ${cookie}\r\n` +
        `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n${head}`,
    )
    socket.write((await picture()).subarray(0, 300))
    await expect.poll(spooled, { timeout: 20_000 }).toHaveLength(1)
    socket.destroy()
    await expect.poll(spooled, { timeout: 20_000 }).toEqual([])
    expect(await photos()).toBe(before)
  })

  test('a large upload streams: memory stays flat', async () => {
    const file = join(web.folder, 'large.tif')
    // Of the shape of a TIFF; whether it can be decoded is the worker's business.
    await writeFile(file, Buffer.concat([Buffer.from('II*\0\x08\0\0\0'), Buffer.alloc(8)]))
    const chunk = Buffer.alloc(MiB, 5)
    for (let part = 0; part < 120; part += 1) await writeFile(file, chunk, { flag: 'a' })
    const { openAsBlob } = await import('node:fs')
    const form = new FormData()
    form.append('file', await openAsBlob(file), 'large.tif')
    const before = process.memoryUsage().rss
    let peak = before
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20)
    const answer = await send(form)
    clearInterval(watch)
    expect(answer).toMatchObject({ status: 201, body: { photo: { contentType: 'image/tiff' } } })
    // Client and server share this process.
    expect((peak - before) / MiB).toBeLessThan(100)
  })

  test('an announced size over the limit is refused', async () => {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const socket = connect(Number(new URL(web.url).port), '127.0.0.1')
    socket.write(
      `POST /api/photos HTTP/1.1\r\nHost: ${new URL(web.url).host}\r\nOrigin: ${web.url}\r\nCookie: ${cookie}\r\n` +
        `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: ${300 * MiB}\r\nConnection: close\r\n\r\n`,
    )
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.toString()).toMatch(/^HTTP\/1.1 413/)
    socket.destroy()
  })

  test('delete, restore and retry answer which photos they changed', async () => {
    const { body } = await send(formOf(await picture(), 'x.jpg'))
    const change = async (name: string, ids: unknown, from = browser) => {
      const headers = { 'content-type': 'application/json' }
      const response = await from(`/api/photos/${name}`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ ids }),
      })
      return { status: response.status, body: (await response.json()) as unknown }
    }
    const ids = [body.photo.id]
    const stranger = (await web.signIn('customer')).browser
    expect(await change('delete', ids, stranger)).toEqual({ status: 200, body: { ids: [] } })
    expect(await change('delete', ids)).toEqual({ status: 200, body: { ids } })
    expect(await change('restore', ids)).toEqual({ status: 200, body: { ids } })
    expect(await change('retry', ids)).toEqual({ status: 200, body: { ids: [] } })
    expect(await change('delete', ['not an id'])).toMatchObject({
      status: 400,
      body: { code: 'BAD_REQUEST' },
    })
    expect(await change('explode', ids)).toMatchObject({ status: 404 })
    expect(await change('delete', ids, web.anonymous())).toMatchObject({ status: 401 })
  })
})
