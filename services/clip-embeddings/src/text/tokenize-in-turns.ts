import { setImmediate } from 'node:timers/promises'
import type { Tokenize } from './load-tokenizer.ts'

/** A text on its way to its vector. */
export interface TextInput {
  text: string
  /** How many tokens the model reads of it: set when its turn has come. */
  tokens: number
}

/** Up to here a text takes 0.25 ms at most; one of 4,096 characters takes 3 (words) to 17 ms (letters at random). */
const SHORT_CHARACTERS = 256

/**
 * Cuts one text into tokens, a long one in a turn of the event loop of its own: this is the main thread, and a
 * request may bring a thousand. Short ones go on in the same turn, so that they still fill a batch together.
 */
export async function tokenizeInTurns(input: TextInput, tokenize: Tokenize): Promise<number[]> {
  if (input.text.length > SHORT_CHARACTERS) await setImmediate()
  const ids = tokenize(input.text)
  input.tokens = ids.length
  return ids
}
