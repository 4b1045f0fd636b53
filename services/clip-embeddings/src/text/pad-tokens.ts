/** A batch of texts as a tower takes them: row after row, padded on the right. */
export interface PaddedTokens {
  ids: Int32Array
  mask: Int32Array
  rows: number
  length: number
}

/** Pads every row to `length`; the mask is 1 where a real token stands. */
export function padTokens(
  texts: readonly (readonly number[])[],
  length: number,
  padId: number,
): PaddedTokens {
  const ids = new Int32Array(texts.length * length).fill(padId)
  const mask = new Int32Array(texts.length * length)
  texts.forEach((tokens, row) => {
    ids.set(tokens, row * length)
    mask.fill(1, row * length, row * length + tokens.length)
  })
  return { ids, mask, rows: texts.length, length }
}

/**
 * The shortest padded length for a batch. Rounded up to eight, so that the
 * runtime plans its memory for ten lengths and not for seventy-seven.
 */
export function shortestLength(texts: readonly (readonly number[])[], contextLength: number): number {
  const longest = texts.reduce((most, tokens) => Math.max(most, tokens.length), 1)
  return Math.min(contextLength, Math.ceil(longest / 8) * 8)
}
