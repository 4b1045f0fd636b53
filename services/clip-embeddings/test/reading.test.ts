import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Line } from '../src/reading/reader-messages.ts'
import { blobs, plain, sharedData } from './helpers/pictures.ts'
import { startService, type RunningService } from './helpers/start-service.ts'
import { canDraw, printed } from './helpers/words.ts'

let service: RunningService
beforeAll(async () => {
  service = await startService({ maxItems: 8, imageNiceness: 0 })
})
afterAll(() => service.close())

interface Answer {
  readings: ({ lines: Line[] } | { error: { code: string } })[]
  reader: string
}
const answer = async (response: Response) => (await response.json()) as Answer
/** The texts of each picture, in the order in which they were read. */
async function read(...pictures: Buffer[]): Promise<string[][]> {
  const { readings } = await answer(await service.upload(pictures, {}, '/read/image'))
  return readings.map((reading) => ('lines' in reading ? reading.lines.map(({ text }) => text) : []))
}

describe.skipIf(!canDraw())('drawn words', () => {
  test('are read line by line, from both forms of request', async () => {
    const picture = await printed(600, 300, [
      { text: 'Vitamin E 268 mg', left: 60, top: 50 },
      { text: 'High Strength', left: 60, top: 160 },
    ])
    const fromForm = await answer(await service.upload([picture], {}, '/read/image'))
    expect(fromForm).toEqual({
      readings: [
        {
          lines: [
            { text: 'Vitamin E 268 mg', confidence: expect.any(Number) },
            { text: 'High Strength', confidence: expect.any(Number) },
          ],
        },
      ],
      reader: 'pp-ocr-v4-mobile@1.4.2',
    })
    const image = picture.toString('base64')
    expect(await answer(await service.post('/read/image', { image }))).toEqual(fromForm)
    expect((await answer(await service.post('/read/image', { images: [image, image] }))).readings).toEqual([
      fromForm.readings[0],
      fromForm.readings[0],
    ])
  })

  test.each([10, -10, 90, -90])('are read when turned by %i degrees', async (turn) => {
    const picture = await printed(600, 600, [{ text: 'STARTER SHOES', left: 100, top: 100, turn }])
    const [lines] = await read(picture)
    // The space between the words is narrow, and one the reader may miss.
    expect(lines?.map((line) => line.replaceAll(' ', ''))).toEqual(['STARTERSHOES'])
  })

  test('in two columns are read row by row', async () => {
    const picture = await printed(800, 300, [
      { text: 'Milk', left: 60, top: 60 },
      { text: 'Juice', left: 480, top: 64 },
      { text: 'Yoghurt', left: 60, top: 180 },
      { text: 'Cream', left: 480, top: 176 },
    ])
    expect(await read(picture)).toEqual([['Milk', 'Juice', 'Yoghurt', 'Cream']])
  })

  test('are read in a small picture, which is enlarged, and in a large one', async () => {
    const picture = await printed(420, 120, [{ text: 'Oat Drink', left: 60, top: 40 }])
    const { default: sharp } = await import('sharp')
    const small = await sharp(picture).resize(160).png().toBuffer()
    const large = await sharp(picture).resize(3000).png().toBuffer()
    expect(await read(small, large)).toEqual([['Oat Drink'], ['Oat Drink']])
  })

  test('beside a bad picture are read all the same, and the bad one is named', async () => {
    const picture = await printed(500, 200, [{ text: 'Oat Drink', left: 60, top: 60 }])
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    const { readings } = await answer(await service.upload([picture, svg, '', picture], {}, '/read/image'))
    expect(readings).toMatchObject([
      { lines: [{ text: 'Oat Drink' }] },
      { error: { code: 'UNSUPPORTED_TYPE', message: expect.any(String) } },
      { error: { code: 'IMAGE_UNREADABLE' } },
      { lines: [{ text: 'Oat Drink' }] },
    ])
  })
})

test('a picture without text has no lines, whatever its shape', async () => {
  const pictures = [await blobs(600, 800, 1), await plain(40, 40, '#d02020'), await plain(3000, 2, '#ffffff')]
  expect(await read(...pictures)).toEqual([[], [], []])
})

test.each([
  ['a bad picture alone', { image: Buffer.from('no picture').toString('base64') }, 422, 'UNSUPPORTED_TYPE'],
  ['an address', { image: 'http://127.0.0.1:1/a.png' }, 422, 'URL_REFUSED'],
  ['neither image nor images', {}, 400, 'BODY_INVALID'],
  ['too many items', { images: Array.from({ length: 9 }, () => 'AAAA') }, 413, 'TOO_MANY_ITEMS'],
])('%s is a typed answer', async (_, body, status, code) => {
  const response = await service.post('/read/image', body)
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  expect(await response.json()).toMatchObject({ status, code })
})

test('/metrics counts pictures and lines', async () => {
  await read(await plain(40, 40, '#d02020'))
  const text = await (await fetch(`${service.url}/metrics`)).text()
  expect(text).toMatch(/clip_items_total\{kind="read",result="ok"\} [1-9]/)
  expect(text).toMatch(/clip_batch_duration_seconds_count\{lane="read"\} [1-9]/)
  expect(text).toMatch(/clip_read_lines_total \d+/)
})

const photos = sharedData('originals/abo')
test.skipIf(!photos)('words on real photos', async () => {
  const photo = (name: string) => readFile(path.join(photos ?? '', name))
  const [hat, label] = await read(
    await photo('B0799CK52K/a8a14cd2.jpg'),
    await photo('B07GTFSCHB/844a1cce.jpg'),
  )
  expect(hat).toContain('STARTER')
  expect(label).toContain('Vitamin E 268 mg')
})
