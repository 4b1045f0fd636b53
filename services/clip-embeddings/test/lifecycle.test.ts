import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile, readdir } from 'node:fs/promises'
import http from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { recordProbe } from '../src/model/record-probe.ts'
import { encodeVector } from '../src/model/vector-codec.ts'
import { randomNormal } from './helpers/random-weights.ts'
import { blobs } from './helpers/pictures.ts'
import { startService, temporaryFolder, type RunningService } from './helpers/start-service.ts'
import { writeDescription, writeTinyModel } from './helpers/tiny-model.ts'

const here = path.dirname(fileURLToPath(import.meta.url))
const metric = async (url: string, line: RegExp) =>
  Number(line.exec(await (await fetch(`${url}/metrics`)).text())?.[1] ?? 0)

describe('under pressure', () => {
  let service: RunningService | undefined
  afterEach(async () => {
    await service?.close()
    service = undefined
  })

  test('a full queue answers 429 with Retry-After, and the service goes on', async () => {
    service = await startService({ queueLength: 4 })
    const picture = await blobs(300, 300, 1)
    const refused = await service.upload(Array.from({ length: 5 }, () => picture))
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.json()).toMatchObject({ code: 'QUEUE_FULL' })
    expect((await service.upload(Array.from({ length: 4 }, () => picture))).status).toBe(200)
  })

  test('bodies beyond what memory allows answer 429 before they are read, and their room is given back', async () => {
    service = await startService({ bodyLimitBytes: 1_000_000, bodiesInFlightBytes: 1_000_000 })
    const { url } = service
    // Declares a body and never sends it whole: its room stays taken until it hangs up.
    const slow = http.request(`${url}/embed/text`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 900_000 },
    })
    slow.on('error', () => {})
    slow.write('{')
    await vi.waitFor(async () => {
      const body = JSON.stringify({ text: 'a'.repeat(99_990) })
      expect((await service?.post('/embed/text', `${body}${' '.repeat(50_000)}`))?.status).toBe(429)
    }, 60_000)
    slow.destroy()
    await vi.waitFor(
      async () => expect((await service?.post('/embed/text', { text: 'red' }))?.status).toBe(200),
      60_000,
    )
  })

  test('a caller that hangs up takes its queued pictures along', async () => {
    service = await startService({ queueLength: 500, maxItems: 500, decodeConcurrency: 1 })
    const { url } = service
    const picture = await blobs(1500, 1500, 1)
    const controller = new AbortController()
    const form = new FormData()
    for (let i = 0; i < 40; i++) form.append('f', new Blob([picture]))
    const gone = fetch(`${url}/embed/image`, { method: 'POST', body: form, signal: controller.signal })
    const queued = () => metric(url, /clip_queue_items\{lane="image"\} (\d+)/)
    await vi.waitFor(async () => expect(await queued()).toBeGreaterThan(20), { timeout: 60_000, interval: 5 })
    controller.abort()
    await expect(gone).rejects.toThrow()
    await vi.waitFor(async () => expect(await queued()).toBe(0), { timeout: 60_000, interval: 20 })
    const embedded = await metric(url, /clip_batch_size_sum\{lane="image"\} (\d+)/)
    expect(embedded).toBeLessThan(40)
  })

  test('a request over its time limit is 504 and leaves the queue', async () => {
    service = await startService({ requestTimeoutMs: 100, decodeConcurrency: 1 })
    const picture = await blobs(2500, 2500, 1)
    const response = await service.upload(Array.from({ length: 40 }, () => picture))
    expect(response.status).toBe(504)
    expect(await response.json()).toMatchObject({ code: 'REQUEST_TIMEOUT' })
  })

  test('a text does not wait for hundreds of pictures, and they are all answered', async () => {
    service = await startService({ decodeConcurrency: 1 })
    const picture = await blobs(1500, 1500, 1)
    const bulk = service.upload(Array.from({ length: 200 }, () => picture))
    await vi.waitFor(
      async () =>
        expect(await metric(service?.url ?? '', /clip_queue_items\{lane="image"\} (\d+)/)).toBeGreaterThan(
          100,
        ),
      { timeout: 60_000, interval: 5 },
    )
    let bulkDone = false
    void bulk.then(() => (bulkDone = true))
    expect((await service.post('/embed/text', { text: 'red' })).status).toBe(200)
    expect((await fetch(`${service.url}/ready`)).status).toBe(200)
    expect(bulkDone).toBe(false)
    const { embeddings } = (await (await bulk).json()) as { embeddings: number[][] }
    expect(embeddings).toHaveLength(200)
    expect(embeddings.every((vector) => vector.length === 512)).toBe(true)
  })
})

describe('readiness', () => {
  test('a model that answers other vectors than recorded turns /ready red, with the reason', async () => {
    const folder = await temporaryFolder()
    const description = await writeTinyModel(folder.path)
    await recordProbe({ modelDir: folder.path, modelName: 'tiny', threads: 1, executionProvider: 'cpu' })
    const wrong = encodeVector(randomNormal(512, 1, 9))
    await writeDescription(path.join(folder.path, 'tiny'), {
      ...description,
      probe: { ...description.probe, imageEmbedding: wrong },
    })
    const service = await startService({ modelDir: folder.path })
    const ready = await fetch(`${service.url}/ready`)
    expect(ready.status).toBe(503)
    expect(await ready.json()).toMatchObject({
      code: 'NOT_READY',
      detail: expect.stringContaining('known image'),
    })
    expect((await fetch(`${service.url}/health`)).status).toBe(200)
    await service.close()
    await folder.remove()
  })

  test('a tower that stopped turns /ready red, and requests are answered with an error', async () => {
    const service = await startService({ readyCacheMs: 0 })
    expect((await fetch(`${service.url}/ready`)).status).toBe(200)
    await service.embedder.model.close()
    expect((await fetch(`${service.url}/ready`)).status).toBe(503)
    const answer = await service.post('/embed/text', { text: 'red' })
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      500,
      'INFERENCE_FAILED',
    ])
    await service.close()
  })
})

describe('as a process', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let child: ChildProcess | undefined
  beforeAll(async () => {
    folder = await temporaryFolder()
    await writeTinyModel(folder.path)
    await recordProbe({ modelDir: folder.path, modelName: 'tiny', threads: 1, executionProvider: 'cpu' })
  })
  afterAll(() => folder.remove())
  afterEach(() => {
    child?.kill('SIGKILL')
    child = undefined
  })

  function start(env: Record<string, string>) {
    const started = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
      cwd: path.join(here, '..'),
      env: {
        PATH: process.env.PATH,
        CLIP_MODEL_DIR: folder.path,
        CLIP_MODEL: 'tiny',
        HOST: '127.0.0.1',
        PORT: '0',
        CLIP_THREADS: '1',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    let output = ''
    started.stdout.on('data', (data: Buffer) => (output += data.toString()))
    started.stderr.on('data', (data: Buffer) => (output += data.toString()))
    return { process: started, exit: once(started, 'exit') as Promise<[number | null]>, output: () => output }
  }

  test('SIGTERM under load: what was taken is answered, nothing new is taken, exit 0', async () => {
    const service = start({})
    await vi.waitFor(() => expect(service.output()).toMatch(/"msg":"ready"/), 100_000)
    const url = /listening at (http:\/\/[^"]+)/.exec(service.output())?.[1] ?? ''
    const picture = await blobs(1200, 1200, 1)
    const form = () => {
      const data = new FormData()
      for (let i = 0; i < 30; i++) data.append('f', new Blob([picture]))
      return data
    }
    const taken = [0, 1, 2].map(async () => {
      const response = await fetch(`${url}/embed/image`, { method: 'POST', body: form() })
      return { status: response.status, body: (await response.json()) as { embeddings: unknown[] } }
    })
    await vi.waitFor(
      async () => expect(await metric(url, /clip_queue_items\{lane="image"\} (\d+)/)).toBeGreaterThan(60),
      { timeout: 60_000, interval: 5 },
    )
    service.process.kill('SIGTERM')
    await vi.waitFor(
      async () => {
        // Refused by the closed port, or told to go elsewhere on a connection kept alive.
        const status = await fetch(`${url}/embed/text`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"text":"red"}',
        }).then(
          (r) => r.status,
          () => 'refused',
        )
        expect(['refused', 503]).toContain(status)
      },
      { timeout: 30_000, interval: 10 },
    )
    for (const { status, body } of await Promise.all(taken)) {
      expect(status).toBe(200)
      expect(body.embeddings).toHaveLength(30)
    }
    expect((await service.exit)[0]).toBe(0)
    expect(service.output()).toMatch(/"msg":"stopped"/)
  })

  test.skipIf(process.platform !== 'linux')(
    'what is done in bulk is nicer than the main thread, and a pool too small to decode in is said',
    async () => {
      const service = start({
        CLIP_IMAGE_SESSIONS: '2',
        CLIP_IMAGE_NICENESS: '7',
        CLIP_DECODE_CONCURRENCY: '8',
        UV_THREADPOOL_SIZE: '4',
      })
      await vi.waitFor(() => expect(service.output()).toMatch(/"msg":"ready"/), 100_000)
      const tasks = `/proc/${service.process.pid}/task`
      const niceness = async (thread: string | number) => {
        const stat = await readFile(`${tasks}/${thread}/stat`, 'utf8')
        // After the name in brackets, which may hold blanks: the 17th field.
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])
      }
      const main = await niceness(service.process.pid ?? 0)
      const all = await Promise.all((await readdir(tasks)).map(niceness))
      // Four threads that decode and two sessions, at least; libvips adds some of its own.
      expect(all.filter((nice) => nice === Math.min(19, main + 7)).length).toBeGreaterThanOrEqual(6)
      expect(service.output()).toMatch(/"decoders":4,"decodeConcurrency":8,"msg":"set UV_THREADPOOL_SIZE/)
    },
  )

  test('settings and models that cannot be used end the start with plain words', async () => {
    const settings = start({ PORT: 'many', CLIP_BATCH_SIZE: '0', CLIP_MODEL: '../x' })
    expect((await settings.exit)[0]).toBe(1)
    for (const name of ['PORT', 'CLIP_BATCH_SIZE', 'CLIP_MODEL'])
      expect(settings.output()).toContain(`  ${name}: `)
    const model = start({ CLIP_MODEL: 'absent' })
    expect((await model.exit)[0]).toBe(1)
    expect(model.output()).toMatch(/^MODEL_MISSING: No model "absent"/m)
    expect(model.output()).not.toMatch(/\n\s+at /)
  })
})
