import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createClipClient } from '~/platform/clip/create-clip-client.server'

/**
 * What the embedding service does on its bad days, over real HTTP. That the client and the real service understand
 * each other is shown by search/search-photos.test.ts.
 */
type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void

let server: Server
let url: string
let answers: Answer[]
let requests: { path: string; body: string; authorization: string | undefined }[]

beforeEach(async () => {
  answers = []
  requests = []
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('latin1')
      requests.push({ path: request.url ?? '', body, authorization: request.headers.authorization })
      if (request.url === '/model') return json(200, model('one@1'))(request, response, body)
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      ;(answer ?? json(500, {}))(request, response, body)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})

const scale = { slope: 20, intercept: -5, strong: 0.5, possible: 0.4, weak: 0.3 }
const model = (id: string) => ({
  id,
  name: 'one',
  revision: '1',
  dimensions: 4,
  imageSize: 160,
  licence: 'MIT',
  calibration: { textToImage: scale, imageToImage: scale },
})
const encode = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer).toString('base64')
const unit = encode(0.6, 0.8, 0, 0)
const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
const text = json(200, { embedding: unit, dimensions: 4, model: 'one@1' })
const client = (token?: string) => createClipClient({ CLIP_SERVICE_URL: url, CLIP_API_TOKEN: token })
const asked = (path: string) => requests.filter((request) => request.path === path).length

test('a text is asked for once, however many wait for it, and its vector is exact', async () => {
  answers = [text]
  const clip = client('a-long-token')
  const [first, second] = await Promise.all([
    clip.embedText('hat'),
    clip.embedText('hat'),
    clip.embedText('hat'),
  ])
  expect([...first.vector]).toEqual([...Float32Array.from([0.6, 0.8, 0, 0])])
  expect(second?.model).toBe('one@1')
  await clip.embedText('hat')
  expect(asked('/embed/text')).toBe(1)
  expect(asked('/model')).toBe(1)
  expect(requests[0]?.authorization).toBe('Bearer a-long-token')
})

test('one caller who gives up does not take the answer from the others', async () => {
  answers = [(request, response, body) => setTimeout(() => text(request, response, body), 200)]
  const clip = client()
  const impatient = new AbortController()
  const given = clip.embedText('hat', impatient.signal)
  const waited = clip.embedText('hat')
  setTimeout(() => impatient.abort(), 50)
  await expect(given).rejects.toThrow(/abort/i)
  await expect(waited).resolves.toMatchObject({ model: 'one@1' })
})

test('a full queue is waited for as long as it asks, then asked again', async () => {
  answers = [json(429, { code: 'QUEUE_FULL', title: 'Full.' }, { 'retry-after': '1' }), text]
  const started = Date.now()
  await expect(client().embedText('hat')).resolves.toMatchObject({ model: 'one@1' })
  expect(Date.now() - started).toBeGreaterThanOrEqual(990)
})

test('a queue that stays full is not waited for without end', async () => {
  answers = [json(429, { code: 'QUEUE_FULL', title: 'Full.' }, { 'retry-after': '3600' })]
  await expect(client().embedText('hat')).rejects.toMatchObject({ code: 'ML_SERVICE_DOWN', message: /busy/ })
})

test('pictures keep their order, and one that cannot be read harms no neighbour', async () => {
  const error = { code: 'IMAGE_UNREADABLE', message: 'Not a picture.' }
  answers = [json(200, { embeddings: [unit, { error }, encode(0, 0, 1, 0)], dimensions: 4, model: 'one@1' })]
  const { results } = await client().embedImages([Buffer.from('a'), Buffer.from('b'), Buffer.from('c')])
  expect(results).toMatchObject([{ vector: expect.anything() }, { error }, { vector: expect.anything() }])
  expect(requests[0]?.body).toMatch(/name="encoding"\r\n\r\nbase64[^]*name="files"/)
})

test('many pictures go in several requests', async () => {
  const answer: Answer = (request, response, body) => {
    const count = body.split('name="files"').length - 1
    json(200, { embeddings: Array(count).fill(unit), dimensions: 4, model: 'one@1' })(request, response, body)
  }
  answers = [answer]
  const { results } = await client().embedImages(Array.from({ length: 150 }, () => Buffer.from('picture')))
  expect(results).toHaveLength(150)
  expect(asked('/embed/image')).toBe(3)
})

test('printed lines come in the order of the pictures, a few pictures a request', async () => {
  const error = { code: 'IMAGE_UNREADABLE', message: 'Not a picture.' }
  const answer: Answer = (request, response, body) => {
    const count = body.split('name="files"').length - 1
    const lines = [{ text: `of ${count}`, confidence: 0.9 }]
    const readings = Array.from({ length: count }, (_, at) => (at === 1 ? { error } : { lines }))
    json(200, { readings, reader: 'reader@1' })(request, response, body)
  }
  answers = [answer]
  const readings = await client().readImages(Array.from({ length: 10 }, () => Buffer.from('picture')))
  expect(asked('/read/image')).toBe(2)
  expect(readings).toHaveLength(10)
  expect(readings.slice(0, 2)).toEqual([{ lines: [{ text: 'of 8', confidence: 0.9 }] }, { error }])
  expect(readings[8]).toEqual({ lines: [{ text: 'of 2', confidence: 0.9 }] })
})

test('a reading that is missing means that the service is down', async () => {
  answers = [json(200, { readings: [], reader: 'reader@1' })]
  await expect(client().readImages([Buffer.from('picture')])).rejects.toMatchObject({
    code: 'ML_SERVICE_DOWN',
  })
})

test.each<[string, Answer]>([
  ['an error of the service', json(500, { code: 'INFERENCE_FAILED', title: 'The tower stopped.' })],
  ['something that is not ours', (_request, response) => response.end('<html>Welcome to nginx</html>')],
  [
    'a vector that is not of unit length',
    json(200, { embedding: encode(3, 4, 0, 0), dimensions: 4, model: 'one@1' }),
  ],
  ['a vector of no numbers', json(200, { embedding: encode(NaN, 0, 0, 0), dimensions: 4, model: 'one@1' })],
  ['a refused token', json(401, { code: 'UNAUTHORIZED', title: 'The token is missing.' })],
  ['a redirect', (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['a connection that ends in the middle', (_request, response) => response.destroy()],
])('%s means that the service is down', async (_name, answer) => {
  answers = [answer]
  await expect(client().embedText('hat')).rejects.toMatchObject({ code: 'ML_SERVICE_DOWN', status: 503 })
})

test('a kept-alive connection that turns out dead is tried once more', async () => {
  answers = [(_request, response) => response.destroy(), text]
  await expect(client().embedText('hat')).resolves.toMatchObject({ model: 'one@1' })
})

test('a refusal of the query itself is not the service being down', async () => {
  answers = [json(422, { code: 'TEXT_TOO_LONG', title: 'Too long.' })]
  const clip = client()
  for (let i = 0; i < 5; i++)
    await expect(clip.embedText(`long ${i}`)).rejects.toMatchObject({ code: 'QUERY_TOO_LONG' })
  answers = [text]
  await expect(clip.embedText('hat')).resolves.toBeDefined()
})

test('after three failures calls fail at once, and the service is found again by itself', async () => {
  answers = [json(503, { code: 'SHUTTING_DOWN', title: 'Going.' })]
  const clip = client()
  await clip.model()
  for (let i = 0; i < 3; i++)
    await expect(clip.embedText(`${i}`)).rejects.toMatchObject({ code: 'ML_SERVICE_DOWN' })
  const before = requests.length
  await expect(clip.embedText('more')).rejects.toMatchObject({
    code: 'ML_SERVICE_DOWN',
    message: /three times/,
  })
  expect(requests.length).toBe(before)
  answers = [text]
  await expect
    .poll(
      () =>
        clip.embedText('again').then(
          () => 'found',
          () => 'down',
        ),
      { timeout: 15_000, interval: 250 },
    )
    .toBe('found')
})

test('nobody listening is the service being down, without delay', async () => {
  const clip = createClipClient({ CLIP_SERVICE_URL: 'http://127.0.0.1:9', CLIP_API_TOKEN: undefined })
  await expect(clip.model()).rejects.toMatchObject({ code: 'ML_SERVICE_DOWN', message: /cannot be reached/ })
})

test('an answer of another model makes the client ask for the model again', async () => {
  answers = [json(200, { embedding: unit, dimensions: 4, model: 'two@1' })]
  const clip = client()
  await clip.model()
  expect((await clip.embedText('hat')).model).toBe('two@1')
  await clip.model()
  expect(asked('/model')).toBe(2)
})
