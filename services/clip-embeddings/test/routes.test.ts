import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cosine, decodeVector } from '../src/model/vector-codec.ts'
import { blobs, plain } from './helpers/pictures.ts'
import { startService, type RunningService } from './helpers/start-service.ts'

let service: RunningService
let pictures: Buffer[]
beforeAll(async () => {
  service = await startService({ maxItems: 64, bodyLimitBytes: 2 * 1024 * 1024 })
  pictures = await Promise.all([blobs(300, 200, 1), blobs(64, 90, 2), plain(40, 40, '#d02020')])
})
afterAll(() => service.close())

/** Any answer of the service; a test reads the fields that its route promises. */
interface Answer {
  embedding: number[]
  embeddings: number[][]
  code: string
}
const json = async (response: Response) => (await response.json()) as Answer
/** The same answer where base64 was asked for. */
const compactJson = async (response: Response) =>
  (await response.json()) as { embedding: string; embeddings: string[] }
const length = (vector: number[]) => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))

describe('POST /embed/text', () => {
  test('one text gives one unit vector', async () => {
    const answer = await json(await service.post('/embed/text', { text: 'a red shirt' }))
    expect(answer).toMatchObject({ dimensions: 512, model: 'tiny@r1' })
    expect(answer.embedding).toHaveLength(512)
    expect(length(answer.embedding)).toBeCloseTo(1, 5)
  })

  test('many texts keep their order, and a bad one fails at its own index', async () => {
    const answer = await json(await service.post('/embed/text', { texts: ['red', '', 'cat', 'red'] }))
    const [red, empty, cat, again] = answer.embeddings
    expect(empty).toEqual({ error: { code: 'TEXT_EMPTY', message: expect.any(String) } })
    expect(again).toEqual(red)
    expect(cat).not.toEqual(red)
  })

  test('base64 holds the same numbers', async () => {
    const floats = await json(await service.post('/embed/text', { text: 'cat' }))
    const compact = await compactJson(await service.post('/embed/text', { text: 'cat', encoding: 'base64' }))
    expect(cosine(Float32Array.from(floats.embedding), decodeVector(compact.embedding))).toBeGreaterThan(
      0.999_999,
    )
  })

  test.each([
    ['empty text', { text: '' }, 422, 'TEXT_EMPTY'],
    ['a megabyte of text', { text: 'x'.repeat(1_000_000) }, 422, 'TEXT_TOO_LONG'],
    ['neither text nor texts', {}, 400, 'BODY_INVALID'],
    ['both', { text: 'a', texts: ['b'] }, 400, 'BODY_INVALID'],
    ['an empty list', { texts: [] }, 400, 'BODY_INVALID'],
    ['a number', { text: 7 }, 400, 'BODY_INVALID'],
    ['a null body', 'null', 400, 'BODY_INVALID'],
    ['broken JSON', '{"text":', 400, 'BODY_INVALID'],
    ['prototype poisoning', '{"__proto__":{"a":1},"text":"a"}', 400, 'BODY_INVALID'],
    ['ten thousand items', { texts: Array.from({ length: 10_000 }, () => 'a') }, 413, 'TOO_MANY_ITEMS'],
  ])('%s is a typed answer', async (_, body, status, code) => {
    const response = await service.post('/embed/text', body)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(await json(response)).toMatchObject({
      status,
      code,
      title: expect.any(String),
      detail: expect.any(String),
      hint: expect.any(String),
    })
  })

  test.each(['red\u0000shirt', 'red \ud83d shirt', '👕', '<|endoftext|> red'])('%j embeds', async (text) => {
    const answer = await json(await service.post('/embed/text', { text }))
    expect(length(answer.embedding)).toBeCloseTo(1, 5)
  })
})

describe('POST /embed/image', () => {
  test('JSON and multipart give the same vectors, in the order sent', async () => {
    const images = pictures.map((picture) => picture.toString('base64'))
    const fromJson = await json(await service.post('/embed/image', { images }))
    const fromForm = await json(await service.upload(pictures))
    expect(fromForm).toEqual(fromJson)
    expect(fromForm.embeddings).toHaveLength(3)
    const single = await json(await service.post('/embed/image', { image: images[1] }))
    expect(single.embedding).toEqual(fromJson.embeddings[1])
  })

  test('a form answers in base64 when its field or nothing else asks for it', async () => {
    const compact = await compactJson(await service.upload(pictures, { encoding: 'base64' }))
    const floats = await json(await service.upload(pictures))
    for (const [i, vector] of compact.embeddings.entries()) {
      expect(cosine(decodeVector(vector), Float32Array.from(floats.embeddings[i] ?? []))).toBeGreaterThan(
        0.999_999,
      )
    }
  })

  test('a bad picture fails at its own index and its neighbours are unharmed', async () => {
    const alone = await json(await service.upload([pictures[0] ?? '']))
    const response = await service.upload([pictures[0] ?? '', 'no picture', '', pictures[1] ?? ''])
    expect(response.status).toBe(200)
    const { embeddings } = await json(response)
    expect(embeddings[0]).toEqual(alone.embeddings[0])
    expect(embeddings[1]).toMatchObject({ error: { code: 'UNSUPPORTED_TYPE' } })
    expect(embeddings[2]).toMatchObject({ error: { code: 'IMAGE_UNREADABLE' } })
    expect(embeddings[3]).toHaveLength(512)
  })

  test('wrong base64 among many stands at its index', async () => {
    const good = pictures[0]?.toString('base64')
    const { embeddings } = await json(
      await service.post('/embed/image', { images: ['!!!', good, 'http://example.com/a.png'] }),
    )
    expect(embeddings[0]).toMatchObject({ error: { code: 'BASE64_INVALID' } })
    expect(embeddings[1]).toHaveLength(512)
    expect(embeddings[2]).toMatchObject({ error: { code: 'URL_REFUSED' } })
  })

  test.each([
    [
      'a single bad picture',
      { image: Buffer.from('no picture').toString('base64') },
      422,
      'UNSUPPORTED_TYPE',
    ],
    [
      'an SVG',
      {
        image: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>').toString(
          'base64',
        ),
      },
      422,
      'UNSUPPORTED_TYPE',
    ],
    ['an address', { image: 'http://127.0.0.1:1/a.png' }, 422, 'URL_REFUSED'],
    ['an empty string', { image: '' }, 422, 'BASE64_INVALID'],
    ['a body over the limit', { image: 'A'.repeat(3_000_000) }, 413, 'BODY_TOO_LARGE'],
    ['too many items', { images: Array.from({ length: 65 }, () => 'AAAA') }, 413, 'TOO_MANY_ITEMS'],
  ])('%s is a typed answer', async (_, body, status, code) => {
    const response = await service.post('/embed/image', body)
    expect(response.status).toBe(status)
    expect(await json(response)).toMatchObject({ status, code })
  })

  test('forms over a limit, without a file or cut short are typed answers', async () => {
    const empty = await service.upload([], { encoding: 'float' })
    expect([empty.status, (await json(empty)).code]).toEqual([400, 'BODY_INVALID'])
    const many = await service.upload(Array.from({ length: 65 }, () => 'x'))
    expect([many.status, (await json(many)).code]).toEqual([413, 'TOO_MANY_ITEMS'])
    const cut = await service.post(
      '/embed/image',
      '--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nabc',
      {
        'content-type': 'multipart/form-data; boundary=b',
      },
    )
    expect([cut.status, (await json(cut)).code]).toEqual([400, 'BODY_INVALID'])
    const noBoundary = await service.post('/embed/image', 'abc', { 'content-type': 'multipart/form-data' })
    expect(noBoundary.status).toBeGreaterThanOrEqual(400)
    expect(noBoundary.status).toBeLessThan(500)
  })

  test('another content type is 415', async () => {
    const response = await service.post('/embed/image', 'x', { 'content-type': 'image/png' })
    expect([response.status, (await json(response)).code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
  })
})

describe('the other routes', () => {
  test('/health, /ready and /model', async () => {
    expect(await json(await fetch(`${service.url}/health`))).toEqual({ status: 'ok' })
    const ready = await fetch(`${service.url}/ready`)
    expect(ready.status).toBe(200)
    expect(await json(ready)).toMatchObject({ status: 'ready', model: 'tiny@r1' })
    expect(await json(await fetch(`${service.url}/model`))).toEqual({
      name: 'tiny',
      revision: 'r1',
      id: 'tiny@r1',
      dimensions: 512,
      imageSize: 32,
      licence: 'CC0-1.0',
      calibration: {
        textToImage: expect.objectContaining({ strong: 0.29 }),
        imageToImage: expect.objectContaining({ strong: 0.88 }),
      },
    })
  })

  test('/metrics counts what was asked', async () => {
    await service.post('/embed/text', { texts: ['red', ''] })
    const text = await (await fetch(`${service.url}/metrics`)).text()
    expect(text).toMatch(/clip_items_total\{kind="text",result="ok"\} \d+/)
    expect(text).toMatch(/clip_items_total\{kind="text",result="TEXT_EMPTY"\} \d+/)
    expect(text).toMatch(/clip_batch_size_count\{lane="text"\} [1-9]/)
    expect(text).toMatch(/clip_queue_items\{lane="image"\} 0/)
    expect(text).toMatch(/clip_request_duration_seconds_count\{route="\/embed\/text",status="200"\} [1-9]/)
  })

  test('an unknown route is a problem too', async () => {
    const response = await fetch(`${service.url}/embed/sound`)
    expect([response.status, (await json(response)).code]).toEqual([404, 'NOT_FOUND'])
  })
})

describe('with a token', () => {
  let locked: RunningService
  beforeAll(async () => {
    locked = await startService({ apiToken: 'correct horse' })
  })
  afterAll(() => locked.close())

  test.each([
    undefined,
    'Bearer wrong',
    'Bearer',
    'Basic correct horse',
    'Bearer correct horse2',
    'correct horse',
  ])('%j is 401', async (authorization) => {
    const response = await locked.post('/embed/text', { text: 'a' }, authorization ? { authorization } : {})
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
  })

  test('the right token opens, health and readiness need none, the rest does', async () => {
    const right = { authorization: 'Bearer correct horse' }
    expect((await locked.post('/embed/text', { text: 'a' }, right)).status).toBe(200)
    expect((await fetch(`${locked.url}/health`)).status).toBe(200)
    expect((await fetch(`${locked.url}/ready`)).status).toBe(200)
    for (const route of ['/metrics', '/model', '/v1/embeddings']) {
      expect((await fetch(locked.url + route)).status).toBe(401)
    }
  })
})
