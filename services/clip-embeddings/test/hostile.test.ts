import { readFile, readdir } from 'node:fs/promises'
import { deflateSync, crc32 } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blobs, sharedData } from './helpers/pictures.ts'
import { startService, type RunningService } from './helpers/start-service.ts'

let service: RunningService
let good: Buffer
beforeAll(async () => {
  service = await startService()
  good = await blobs(200, 200, 1)
})
afterAll(() => service.close())

interface Embeddings {
  embeddings: (number[] | { error: { code: string } })[]
}

/** Sends a hostile file between two good ones: the good ones must come back the same, whatever happens to it. */
async function between(hostile: Uint8Array): Promise<string> {
  const response = await service.upload([good, hostile, good])
  expect(response.status).toBe(200)
  const { embeddings } = (await response.json()) as Embeddings
  const [before, middle, after] = embeddings
  expect(before).toHaveLength(512)
  expect(after).toEqual(before)
  if (Array.isArray(middle)) {
    expect(middle.every(Number.isFinite)).toBe(true)
    return 'embedded'
  }
  return middle?.error.code ?? 'nothing'
}

/** A PNG that claims a size and holds nothing. */
function pngHeader(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const out = Buffer.alloc(body.length + 8)
    out.writeUInt32BE(data.length)
    body.copy(out, 4)
    out.writeUInt32BE(crc32(body), body.length + 4)
    return out
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(100))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

describe('made here', () => {
  test.each([
    ['a 4.3-gigapixel PNG header', () => pngHeader(65_535, 65_535), 'IMAGE_TOO_LARGE'],
    ['a PNG without its pixels', () => pngHeader(100, 100), 'IMAGE_UNREADABLE'],
    ['zeros', () => Buffer.alloc(10_000), 'UNSUPPORTED_TYPE'],
    ['a JPEG cut in half', () => good.subarray(0, good.length / 2), 'IMAGE_UNREADABLE'],
    ['a JPEG of three bytes', () => Buffer.from([0xff, 0xd8, 0xff]), 'IMAGE_UNREADABLE'],
    ['a PDF', () => Buffer.from('%PDF-1.4\n%%EOF'), 'UNSUPPORTED_TYPE'],
    [
      'an SVG that names a file',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'),
      'UNSUPPORTED_TYPE',
    ],
  ])('%s', async (_, make, code) => {
    expect(await between(make())).toBe(code)
  })

  test('a photo over the pixel limit of the settings', async () => {
    const strict = await startService({ maxPixels: 1_000_000 })
    const big = await sharp({ create: { width: 1200, height: 1000, channels: 3, background: '#123456' } })
      .png()
      .toBuffer()
    const { embeddings } = (await (await strict.upload([big, good])).json()) as Embeddings
    await strict.close()
    expect(embeddings[0]).toMatchObject({ error: { code: 'IMAGE_TOO_LARGE' } })
    expect(embeddings[1]).toHaveLength(512)
  })
})

const hostile = sharedData('hostile')
describe.skipIf(!hostile)('real files', () => {
  const expected: Record<string, RegExp> = {
    '35-empty.jpg': /^(embedded|IMAGE_UNREADABLE|UNSUPPORTED_TYPE)$/,
    '65536-uint32-limit.png': /^IMAGE_TOO_LARGE$/,
    'Crash_test.gif': /^(embedded|IMAGE_UNREADABLE|IMAGE_TOO_LARGE)$/,
    'big-height.webp': /^(embedded|IMAGE_UNREADABLE|IMAGE_TOO_LARGE)$/,
    'corrupt-header.jpg': /^IMAGE_UNREADABLE$/,
    'corrupted.jpg': /^IMAGE_UNREADABLE$/,
    'giant-image.jpg': /^IMAGE_TOO_LARGE$/,
    'truncated.jpg': /^IMAGE_UNREADABLE$/,
    'truncated.png': /^IMAGE_UNREADABLE$/,
  }

  test('each gets the answer it should, between two good ones', async () => {
    for (const name of await readdir(hostile ?? '')) {
      const code = await between(await readFile(`${hostile}/${name}`))
      expect(expected[name], `no answer is known for ${name}`).toBeDefined()
      expect(code, name).toMatch(expected[name] ?? /^$/)
    }
  })
})

test('after all of it the service is ready and still gives the same vector', async () => {
  expect((await fetch(`${service.url}/ready`)).status).toBe(200)
  expect(service.embedder.model.alive()).toBe(true)
})
