import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Worker } from 'node:worker_threads'
import { afterEach, expect, test, vi } from 'vitest'
import { locateReader } from '../src/reading/locate-reader.ts'
import { blobs } from './helpers/pictures.ts'
import { startService, temporaryFolder, type RunningService } from './helpers/start-service.ts'

let service: RunningService | undefined
afterEach(async () => {
  await service?.close()
  service = undefined
})
const metric = async (line: RegExp) =>
  Number(line.exec(await (await fetch(`${service?.url}/metrics`)).text())?.[1] ?? 0)
const queued = () => metric(/clip_queue_items\{lane="read"\} (\d+)/)
const done = () => metric(/clip_batch_size_sum\{lane="read"\} (\d+)/)
const many = (count: number, picture: Buffer) => Array.from({ length: count }, () => picture)

test('a full queue answers 429 with Retry-After, and the reader goes on', async () => {
  service = await startService({ queueLength: 2, imageNiceness: 0 })
  const picture = await blobs(200, 200, 1)
  const refused = await service.upload(many(3, picture), {}, '/read/image')
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await refused.json()).toMatchObject({ code: 'QUEUE_FULL' })
  expect((await service.upload(many(2, picture), {}, '/read/image')).status).toBe(200)
})

test('a caller that hangs up takes its queued pictures along', async () => {
  service = await startService({ imageNiceness: 0 })
  const form = new FormData()
  const picture = await blobs(200, 200, 1)
  for (let i = 0; i < 40; i++) form.append('f', new Blob([picture]))
  const controller = new AbortController()
  const gone = fetch(`${service.url}/read/image`, { method: 'POST', body: form, signal: controller.signal })
  await vi.waitFor(async () => expect(await queued()).toBeGreaterThan(20), { timeout: 60_000, interval: 5 })
  controller.abort()
  await expect(gone).rejects.toThrow()
  await vi.waitFor(async () => expect(await queued()).toBe(0), { timeout: 60_000, interval: 20 })
  expect(await done()).toBeLessThan(40)
})

test('a request over its time limit is 504', async () => {
  service = await startService({ requestTimeoutMs: 100, imageNiceness: 0 })
  const response = await service.upload(many(40, await blobs(900, 900, 1)), {}, '/read/image')
  expect(response.status).toBe(504)
  expect(await response.json()).toMatchObject({ code: 'REQUEST_TIMEOUT' })
})

test('a thread that dies fails the picture it had; the others are read by a new one', async () => {
  service = await startService({ imageNiceness: 0 })
  const threads: Worker[] = []
  const remember = (message: unknown) => threads.push((message as { worker: Worker }).worker)
  subscribe('worker_threads', remember)
  try {
    const picture = await blobs(640, 640, 1)
    const before = await done()
    const request = service.upload(many(6, picture), {}, '/read/image')
    await vi.waitFor(async () => expect(await done()).toBeGreaterThan(before), {
      timeout: 60_000,
      interval: 5,
    })
    expect(threads).toHaveLength(1)
    await threads[0]?.terminate()
    const { readings } = (await (await request).json()) as { readings: object[] }
    const failed = readings.filter((reading) => 'error' in reading)
    expect(failed).toEqual([
      { error: { code: 'INFERENCE_FAILED', message: expect.stringContaining('stopped') } },
    ])
    expect(readings.filter((reading) => 'lines' in reading)).toHaveLength(5)
    expect(threads).toHaveLength(2)
    expect((await service.upload([picture], {}, '/read/image')).status).toBe(200)
    expect(threads).toHaveLength(2)
  } finally {
    unsubscribe('worker_threads', remember)
  }
})

test('without the models the route answers 503 and everything else works', async () => {
  const folder = await temporaryFolder()
  const elsewhere = pathToFileURL(path.join(folder.path, 'module.js')).href
  service = await startService({ imageNiceness: 0 }, {}, { locateReader: () => locateReader(elsewhere) })
  const response = await service.upload([await blobs(200, 200, 1)], {}, '/read/image')
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ code: 'READER_MISSING' })
  expect((await service.upload([await blobs(200, 200, 1)])).status).toBe(200)
  await folder.remove()
})

test('a model file that cannot be loaded is a typed error, and whole files work again', async () => {
  const folder = await temporaryFolder()
  const broken = path.join(folder.path, 'broken.onnx')
  await writeFile(broken, 'no graph')
  let files = { ...locateReader(), detector: broken }
  service = await startService({ imageNiceness: 0 }, {}, { locateReader: () => files })
  const image = (await blobs(200, 200, 1)).toString('base64')
  const response = await service.post('/read/image', { image })
  expect(response.status).toBe(500)
  expect(await response.json()).toMatchObject({
    code: 'INFERENCE_FAILED',
    detail: expect.stringContaining('cannot be loaded'),
  })
  files = locateReader()
  expect((await service.post('/read/image', { image })).status).toBe(200)
  await folder.remove()
})
