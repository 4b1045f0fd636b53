import OpenAI from 'openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { blobs } from './helpers/pictures.ts'
import { startService, type RunningService } from './helpers/start-service.ts'

let service: RunningService
let client: OpenAI
beforeAll(async () => {
  service = await startService({ apiToken: 'sk-test-token' })
  client = new OpenAI({ baseURL: `${service.url}/v1`, apiKey: 'sk-test-token', maxRetries: 0 })
})
afterAll(() => service.close())

async function ownVectors(texts: string[]): Promise<number[][]> {
  const response = await service.post('/embed/text', { texts }, { authorization: 'Bearer sk-test-token' })
  return ((await response.json()) as { embeddings: number[][] }).embeddings
}

test("OpenAI's client embeds a text, by default (base64 on the wire) and as floats", async () => {
  const [wanted] = await ownVectors(['a red shirt'])
  for (const encoding of [undefined, 'float', 'base64'] as const) {
    const answer = await client.embeddings.create({
      model: 'tiny',
      input: 'a red shirt',
      ...(encoding ? { encoding_format: encoding } : {}),
    })
    expect(answer).toMatchObject({ object: 'list', model: 'tiny@r1' })
    const got = answer.data[0]?.embedding as number[] | string
    // Asked for base64 by name, the client hands the string through.
    const numbers =
      typeof got === 'string'
        ? [...new Float32Array(Uint8Array.from(Buffer.from(got, 'base64')).buffer)]
        : [...got]
    expect(numbers).toHaveLength(512)
    numbers.forEach((value, i) => expect(value).toBeCloseTo(wanted?.[i] ?? NaN, 6))
  }
})

test('many texts keep their order and indices, and the tokens are counted', async () => {
  const texts = ['red', 'cat', 'shirt']
  const wanted = await ownVectors(texts)
  const answer = await client.embeddings.create({ model: 'tiny@r1', input: texts, encoding_format: 'float' })
  expect(answer.data.map((item) => item.index)).toEqual([0, 1, 2])
  expect(answer.data.map((item) => item.embedding)).toEqual(wanted)
  // Each word is one token between the two marks.
  expect(answer.usage).toEqual({ prompt_tokens: 9, total_tokens: 9 })
})

test("pictures by Infinity's modality, as data: URI or plain base64", async () => {
  const picture = (await blobs(80, 60, 5)).toString('base64')
  const body = { model: 'tiny', input: [`data:image/jpeg;base64,${picture}`, picture], modality: 'image' }
  const answer = await client.embeddings.create({
    ...body,
    encoding_format: 'float',
  } as OpenAI.EmbeddingCreateParams)
  expect(answer.data).toHaveLength(2)
  expect(answer.data[0]?.embedding).toEqual(answer.data[1]?.embedding)
})

test.each([
  ['another model', { model: 'text-embedding-3-small', input: 'a' }, 404, 'MODEL_UNKNOWN'],
  [
    'an address as picture',
    { model: 'tiny', input: ['https://example.com/a.jpg'], modality: 'image' },
    422,
    'URL_REFUSED',
  ],
  [
    'no picture',
    { model: 'tiny', input: [Buffer.from('no').toString('base64')], modality: 'image' },
    422,
    'UNSUPPORTED_TYPE',
  ],
  ['an empty string', { model: 'tiny', input: '' }, 422, 'TEXT_EMPTY'],
  ['a megabyte of text', { model: 'tiny', input: 'x'.repeat(1_000_000) }, 422, 'TEXT_TOO_LONG'],
  ['ten thousand texts', { model: 'tiny', input: Array(10_000).fill('a') }, 413, 'TOO_MANY_ITEMS'],
  [
    'wrong base64',
    { model: 'tiny', input: ['data:image/png;base64,!!!'], modality: 'image' },
    422,
    'BASE64_INVALID',
  ],
  ['token ids', { model: 'tiny', input: [1, 2, 3] }, 400, 'BODY_INVALID'],
  ['other dimensions', { model: 'tiny', input: 'a', dimensions: 256 }, 400, 'BODY_INVALID'],
  ['an unknown modality', { model: 'tiny', input: 'a', modality: 'audio' }, 400, 'BODY_INVALID'],
])("%s is an error of OpenAI's shape", async (_, body, status, code) => {
  const call = client.embeddings.create(body as OpenAI.EmbeddingCreateParams)
  await expect(call).rejects.toMatchObject({
    status,
    code,
    type: 'invalid_request_error',
    message: expect.any(String),
  })
})

test("a wrong key is OpenAI's authentication error", async () => {
  const stranger = new OpenAI({ baseURL: `${service.url}/v1`, apiKey: 'sk-wrong', maxRetries: 0 })
  await expect(stranger.embeddings.create({ model: 'tiny', input: 'a' })).rejects.toThrow(
    OpenAI.AuthenticationError,
  )
})
