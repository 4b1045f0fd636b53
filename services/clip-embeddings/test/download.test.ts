import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { readFile, readdir, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fetchFile } from '../src/download/fetch-file.ts'
import { HUB_MODELS, MERGES_SHA256 } from '../src/download/hub-models.ts'
import { installModel } from '../src/download/install-model.ts'
import { sharedData } from './helpers/pictures.ts'
import { randomNormal } from './helpers/random-weights.ts'
import { startService, temporaryFolder } from './helpers/start-service.ts'
import { VIT_SMALL, writeVitModel } from './helpers/vit-model.ts'

/** A hub on this machine: files by path, and a switch for each way in which a hub fails. */
class TestHub {
  readonly files = new Map<string, Buffer>()
  readonly ranges: (string | undefined)[] = []
  /** Bytes after which the next answers are cut, one entry an answer. */
  cuts: number[] = []
  declare = true
  redirectTo: string | undefined
  ignoreRange = false
  /** Statuses of the next answers, one entry an answer: 'gone' hangs up without one. */
  hiccups: (number | 'gone')[] = []
  url = ''
  readonly #server = http.createServer((request, response) => {
    const file = this.files.get(request.url ?? '')
    this.ranges.push(request.headers.range)
    const hiccup = this.hiccups.shift()
    if (hiccup === 'gone') return void response.destroy()
    if (hiccup !== undefined) return void response.writeHead(hiccup).end('not now')
    if (!file) return void response.writeHead(404).end()
    if (this.declare)
      response.setHeader('x-linked-etag', `"${createHash('sha256').update(file).digest('hex')}"`)
    if (this.redirectTo) return void response.writeHead(302, { location: this.redirectTo }).end()
    const start = this.ignoreRange ? 0 : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    if (start >= file.length) return void response.writeHead(416).end()
    const body = file.subarray(start)
    response.writeHead(start > 0 ? 206 : 200, { 'content-length': body.length })
    if (request.method === 'HEAD') return void response.end()
    const cut = this.cuts.shift()
    if (cut === undefined) return void response.end(body)
    response.write(body.subarray(0, cut), () => setTimeout(() => response.destroy(), 20))
  })

  async open(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}

let hub: TestHub
let folder: Awaited<ReturnType<typeof temporaryFolder>>
const content = Buffer.from(randomNormal(50_000, 1, 3).buffer)
const sha256 = createHash('sha256').update(content).digest('hex')
beforeEach(async () => {
  hub = new TestHub()
  await hub.open()
  hub.files.set('/big', content)
  folder = await temporaryFolder()
})
afterEach(async () => {
  await hub.close()
  await folder.remove()
})
const fetchBig = (pinned: string | undefined = sha256, retries = 3) =>
  fetchFile({
    hubUrl: hub.url,
    path: '/big',
    target: path.join(folder.path, 'big'),
    sha256: pinned,
    retries,
    retryMs: 1,
  })
const fetched = () => readFile(path.join(folder.path, 'big'))

describe('one file', () => {
  test('comes whole, and a second call asks for nothing', async () => {
    expect(await fetchBig()).toEqual({ sha256, bytes: content.length })
    expect(await fetched()).toEqual(content)
    const asked = hub.ranges.length
    await fetchBig()
    expect(hub.ranges).toHaveLength(asked)
  })

  test('a cut connection goes on where it ended', async () => {
    hub.cuts = [70_000, 30_000]
    await fetchBig()
    expect(await fetched()).toEqual(content)
    expect(hub.ranges[0]).toBeUndefined()
    const starts = hub.ranges.slice(1).map((range) => Number(/\d+/.exec(range ?? '')?.[0]))
    expect(starts[0]).toBeGreaterThan(0)
    // The second cut may come before anything of its answer was read.
    expect(starts[1]).toBeGreaterThanOrEqual(starts[0] ?? NaN)
  })

  test('cut too often it gives up, keeps its part, and the next run resumes', async () => {
    hub.cuts = [50_000, 50_000]
    await expect(fetchBig(sha256, 1)).rejects.toMatchObject({ code: 'HUB_UNREACHABLE' })
    expect((await readdir(folder.path)).toSorted()).toEqual(['big.part'])
    await fetchBig()
    expect(await fetched()).toEqual(content)
    expect(hub.ranges.at(-1)).toMatch(/^bytes=[1-9]/)
  })

  test('a hub that does not know Range starts again instead of gluing', async () => {
    await writeFile(path.join(folder.path, 'big.part'), content.subarray(0, 1000))
    hub.ignoreRange = true
    await fetchBig()
    expect(await fetched()).toEqual(content)
  })

  test('a part that is already whole is recognised', async () => {
    await writeFile(path.join(folder.path, 'big.part'), content)
    await fetchBig()
    expect(await fetched()).toEqual(content)
  })

  test('a wrong hash is refused, and nothing is left that could be taken for the file', async () => {
    await expect(fetchBig('0'.repeat(64))).rejects.toMatchObject({
      code: 'HUB_HASH_MISMATCH',
      message: expect.stringContaining(sha256),
    })
    expect(await readdir(folder.path)).toEqual([])
  })

  test('without a pinned hash the declared one counts; without either there is no trust', async () => {
    const unpinned = {
      hubUrl: hub.url,
      path: '/big',
      target: path.join(folder.path, 'big'),
      sha256: undefined,
      retries: 0,
      retryMs: 1,
    }
    await fetchFile(unpinned)
    hub.declare = false
    await expect(fetchFile({ ...unpinned, target: path.join(folder.path, 'other') })).rejects.toMatchObject({
      code: 'HUB_HASH_MISMATCH',
      message: expect.stringContaining('declares no hash'),
    })
  })

  test.each([503, 429, 'gone'] as const)(
    'a hub that is away for a moment (%s) is asked again',
    async (hiccup) => {
      hub.hiccups = [hiccup, hiccup]
      await fetchBig()
      expect(await fetched()).toEqual(content)
      expect(hub.ranges).toHaveLength(3)
    },
  )

  test.each([503, 429, 404, 'gone'] as const)(
    'a finished file stays when the hub cannot say its hash (%s)',
    async (hiccup) => {
      const unpinned = { hubUrl: hub.url, path: '/big', target: path.join(folder.path, 'big') }
      const ask = { ...unpinned, sha256: undefined, retryMs: 1 }
      await writeFile(ask.target, content)
      hub.hiccups = [hiccup]
      await expect(fetchFile({ ...ask, retries: 0 })).rejects.toMatchObject({
        code: hiccup === 404 ? 'HUB_FILE_MISSING' : 'HUB_UNREACHABLE',
      })
      expect(await fetched()).toEqual(content)
      hub.hiccups = [503]
      expect(await fetchFile({ ...ask, retries: 1 })).toEqual({ sha256, bytes: content.length })
    },
  )

  test('404, a redirect to elsewhere and a hub that is not there are told apart', async () => {
    hub.files.delete('/big')
    await expect(fetchBig()).rejects.toMatchObject({ code: 'HUB_FILE_MISSING' })
    hub.files.set('/big', content)
    hub.redirectTo = 'http://169.254.169.254/latest'
    await expect(fetchBig()).rejects.toMatchObject({
      code: 'HUB_UNREACHABLE',
      message: expect.stringContaining('169.254.169.254'),
    })
    await hub.close()
    await expect(fetchBig()).rejects.toMatchObject({
      code: 'HUB_UNREACHABLE',
      message: expect.stringContaining('cannot be reached'),
    })
    await hub.open()
  })
})

test('the command says plainly that the hub is out of reach and exits with 1', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/download-model.ts', 'clip-vit-b-32'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { PATH: process.env.PATH, CLIP_MODEL_DIR: folder.path, CLIP_HUB_URL: 'http://127.0.0.1:9' },
  })
  let output = ''
  child.stderr.on('data', (data: Buffer) => (output += data.toString()))
  const [code] = (await once(child, 'exit')) as [number]
  expect(code).toBe(1)
  expect(output).toMatch(/^HUB_UNREACHABLE: The model hub at 127\.0\.0\.1:9 cannot be reached/)
  expect(output).toContain('recto-mini')
  expect(output).not.toMatch(/\n\s+at /)
})

const vocabulary = sharedData('clip-bpe')
const file = `${vocabulary ?? ''}/bpe_simple_vocab_16e6.txt.gz`
describe.skipIf(!vocabulary || !existsSync(file))('a whole model', () => {
  /** Random weights in CLIP's shape, published under the paths of the real model. */
  async function publish(name: string): Promise<NonNullable<(typeof HUB_MODELS)[string]>> {
    const real = HUB_MODELS[name]
    if (!real) throw new Error(`no model ${name}`)
    await writeVitModel(folder.path, {
      name: 'source',
      shape: { ...VIT_SMALL, vocabulary: 49_408 },
      int8: false,
    })
    const tower = async (from: string) => await readFile(path.join(folder.path, 'source', from))
    const address = (part: typeof real.image) => `/${part.repository}/resolve/${part.revision}/${part.path}`
    hub.files.set(address(real.image), await tower('image.onnx'))
    hub.files.set(address(real.text), await tower('text.onnx'))
    const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n').slice(1, 48_895)
    hub.files.set(address(real.merges), Buffer.from(`#version: 0.2\n${lines.join('\n')}\n`))
    // The pinned hashes belong to the real weights, which are not here.
    return { ...real, image: { ...real.image, sha256: undefined }, text: { ...real.text, sha256: undefined } }
  }

  test('is fetched, verified, built, and serves', async () => {
    const model = await publish('clip-vit-b-32')
    const install = { hubUrl: hub.url, modelDir: folder.path, name: 'clip-vit-b-32', retryMs: 1 }
    const installed = await installModel(model, install)
    expect((await readdir(installed)).toSorted()).toEqual([
      'image.onnx',
      'model.json',
      'probe.png',
      'text.onnx',
      'tokenizer.json',
    ])
    expect((await readdir(folder.path)).toSorted()).toEqual(['clip-vit-b-32', 'source'])
    const service = await startService({ modelDir: folder.path, modelName: 'clip-vit-b-32' })
    expect((await fetch(`${service.url}/ready`)).status).toBe(200)
    expect(service.embedder.model.tokenize('a photo of a cat')).toEqual([
      49406, 320, 1125, 539, 320, 2368, 49407,
    ])
    await service.close()
  })

  test('an existing folder stays as it is when the download fails', async () => {
    const model = await publish('clip-vit-b-32')
    const install = { hubUrl: hub.url, modelDir: folder.path, name: 'clip-vit-b-32', retries: 0, retryMs: 1 }
    await installModel(model, install)
    const before = await readFile(path.join(folder.path, 'clip-vit-b-32', 'model.json'), 'utf8')
    await expect(
      installModel({ ...model, image: { ...model.image, sha256: '0'.repeat(64) } }, install),
    ).rejects.toMatchObject({
      code: 'HUB_HASH_MISMATCH',
    })
    expect(await readFile(path.join(folder.path, 'clip-vit-b-32', 'model.json'), 'utf8')).toBe(before)
    // And a good one takes its place.
    await rm(path.join(folder.path, 'clip-vit-b-32', 'probe.png'))
    await installModel(model, install)
    expect(existsSync(path.join(folder.path, 'clip-vit-b-32', 'probe.png'))).toBe(true)
  })

  test("another vocabulary than CLIP's is refused", async () => {
    const model = await publish('clip-vit-b-32')
    const address = `/${model.merges.repository}/resolve/${model.merges.revision}/${model.merges.path}`
    hub.files.set(address, Buffer.from('#version: 0.2\na b\n'))
    await expect(
      installModel(model, { hubUrl: hub.url, modelDir: folder.path, name: 'x' }),
    ).rejects.toMatchObject({ code: 'HUB_HASH_MISMATCH' })
    expect(MERGES_SHA256).toMatch(/^[0-9a-f]{64}$/)
  })
})
