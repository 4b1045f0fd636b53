import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildClipTokenizer, CLIP_MERGES, parseMerges } from '../src/text/build-clip-tokenizer.ts'
import { checkText, loadTokenizer, MAX_TEXT_CHARACTERS, type Tokenize } from '../src/text/load-tokenizer.ts'
import { sharedData } from './helpers/pictures.ts'
import { temporaryFolder } from './helpers/start-service.ts'
import { tinyTokenizer } from './helpers/tiny-tokenizer.ts'

const clipText = (bosId: number, eosId: number) => ({
  file: 'text.onnx',
  tokenizer: 'tokenizer.json',
  contextLength: 77,
  inputIds: 'input_ids',
  attentionMask: null,
  output: 'text_embeds',
  padId: 0,
  bosId,
  eosId,
})

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  folder = await temporaryFolder()
})
afterAll(() => folder.remove())

async function load(name: string, json: object, bosId: number, eosId: number): Promise<Tokenize> {
  const file = path.join(folder.path, name)
  await writeFile(file, JSON.stringify(json))
  return await loadTokenizer(file, clipText(bosId, eosId))
}

describe('with a vocabulary of nine merges', () => {
  const { json, vocabulary } = tinyTokenizer()
  const [bos, eos] = [vocabulary - 2, vocabulary - 1]
  let tokenize: Tokenize
  beforeAll(async () => {
    tokenize = await load('tiny.json', json, bos, eos)
  })

  test('words known to the merges are one token, between the marks', () => {
    // 512 byte tokens, then the merges in order: "red" is the second, "shirt" the sixth.
    expect(tokenize('Red  SHIRT')).toEqual([bos, 513, 517, eos])
    expect(tokenize('red shirt')).toEqual(tokenize('\tred\n\nshirt  '))
  })

  test('a long text is cut to the context, and the end mark stays', () => {
    const ids = tokenize('red '.repeat(500))
    expect(ids).toHaveLength(77)
    expect(ids[0]).toBe(bos)
    expect(ids.at(-1)).toBe(eos)
  })

  test('a text without a blank is cut before it is merged, well past the context', async () => {
    // Merges up to 128 letters, so that 4,096 of them are not yet a context full.
    const merges = Array.from({ length: 7 }, (_, i): [string, string] => [
      'x'.repeat(2 ** i),
      'x'.repeat(2 ** i),
    ])
    const long = buildClipTokenizer(merges)
    const marks = Object.keys(long.model.vocab).length
    const read = await load('long.json', long, marks - 2, marks - 1)
    expect(read('x'.repeat(4096)).length).toBeLessThan(60)
    expect(read('x'.repeat(6000))).toEqual(read('x'.repeat(4096)))
    expect(read('x'.repeat(4095))).not.toEqual(read('x'.repeat(4096)))
  })

  test.each([
    ['NUL', 'red\u0000shirt', 'red shirt'],
    ['control characters', 'red\u0007\u001bshirt', 'red shirt'],
  ])('%s count as blanks', (_, odd, plain) => {
    expect(tokenize(odd)).toEqual(tokenize(plain))
  })

  test('a lone surrogate is a replacement character, not a crash', () => {
    expect(tokenize('red \ud83d shirt')).toEqual(tokenize('red \ufffd shirt'))
  })

  test('emoji and other scripts give tokens of the vocabulary', () => {
    for (const text of ['👕🏽', '赤いシャツ', 'قميص أحمر', 'é'.normalize('NFD')]) {
      const ids = tokenize(text)
      expect(ids.length).toBeGreaterThan(2)
      expect(ids.every((id) => Number.isInteger(id) && id >= 0 && id < vocabulary)).toBe(true)
    }
  })
})

test.each([
  ['', 'TEXT_EMPTY'],
  [' \n\t\u0000 ', 'TEXT_EMPTY'],
  ['a'.repeat(MAX_TEXT_CHARACTERS + 1), 'TEXT_TOO_LONG'],
  ['a', undefined],
  ['\ud800', undefined],
])('checking a text', (text, code) => {
  expect(checkText(text)?.code).toBe(code)
})

const vocabulary = sharedData('clip-bpe')
const file = vocabulary && `${vocabulary}/bpe_simple_vocab_16e6.txt.gz`
describe.skipIf(!file || !existsSync(file))("with CLIP's vocabulary", () => {
  let tokenize: Tokenize
  let merges: [string, string][]
  beforeAll(async () => {
    merges = parseMerges(gunzipSync(readFileSync(file ?? '')).toString('utf8'))
    tokenize = await load('clip.json', buildClipTokenizer(merges), 49406, 49407)
  })

  test('there are 48,894 merges and 49,408 tokens', () => {
    expect(merges).toHaveLength(CLIP_MERGES)
    expect(Object.keys(buildClipTokenizer(merges).model.vocab)).toHaveLength(49_408)
  })

  // Known answers of OpenAI's own tokeniser.
  test.each([
    ['a photo of a cat', [49406, 320, 1125, 539, 320, 2368, 49407]],
    ['a photo of a dog', [49406, 320, 1125, 539, 320, 1929, 49407]],
    ['hello world!', [49406, 3306, 1002, 256, 49407]],
    ['A Photo   of a CAT', [49406, 320, 1125, 539, 320, 2368, 49407]],
  ])('%j', (text, ids) => {
    expect(tokenize(text)).toEqual(ids)
  })

  test('seventy-seven tokens at most, the end mark kept', () => {
    const ids = tokenize('a photo of a cat '.repeat(100))
    expect(ids).toHaveLength(77)
    expect(ids.at(-1)).toBe(49407)
  })
})
