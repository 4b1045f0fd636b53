import { readFile } from 'node:fs/promises'
import { Tokenizer } from '@huggingface/tokenizers'
import { ServiceError } from '../errors.ts'
import type { ModelDescription } from '../model/model-description.ts'

/** Longer than any description a person writes, short enough that cutting it into tokens stays under a millisecond or two. */
const READ_CHARACTERS = 4096
/** Beyond this the caller has sent a document by mistake, and a silent cut would hide it. */
export const MAX_TEXT_CHARACTERS = 100_000

/** Token ids of one text: begin mark, at most `contextLength` in all, end mark always kept. */
export type Tokenize = (text: string) => number[]

/**
 * Loads `tokenizer.json`. Only its vocabulary and rules are used: begin and end
 * marks, truncation and padding come from `model.json`, because tokenizer files
 * found in the wild disagree about them for the same CLIP weights.
 */
export async function loadTokenizer(file: string, text: ModelDescription['text']): Promise<Tokenize> {
  let tokenizer: Tokenizer
  try {
    tokenizer = new Tokenizer(JSON.parse(await readFile(file, 'utf8')) as object, {})
    tokenizer.encode('a', { add_special_tokens: false })
  } catch (cause) {
    throw new ServiceError('MODEL_INVALID', `The tokenizer of the model cannot be read: ${String(cause)}`, {
      cause,
    })
  }
  const before = text.bosId === null ? [] : [text.bosId]
  const after = text.eosId === null ? [] : [text.eosId]
  const room = text.contextLength - before.length - after.length
  return (input) => {
    const ids = tokenizer.encode(cleanText(input), { add_special_tokens: false }).ids
    return [...before, ...ids.slice(0, room), ...after]
  }
}

/**
 * Lone surrogates become U+FFFD, control characters a blank, runs of blanks one;
 * then the text is cut well past what 77 tokens can hold. The cut comes first
 * in time: byte-pair merging a megabyte without blanks would hold up everyone.
 */
function cleanText(input: string): string {
  return input
    .slice(0, MAX_TEXT_CHARACTERS)
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, READ_CHARACTERS)
    .toWellFormed()
}

/** Refuses a text nothing can be learned from, or one that is not a query at all. */
export function checkText(input: string): ServiceError | undefined {
  if (input.length > MAX_TEXT_CHARACTERS) {
    return new ServiceError(
      'TEXT_TOO_LONG',
      `The text has ${input.length} characters; the limit is ${MAX_TEXT_CHARACTERS}.`,
    )
  }
  if (!/[^\s\p{Cc}]/u.test(input)) return new ServiceError('TEXT_EMPTY', 'The text is empty.')
  return undefined
}
