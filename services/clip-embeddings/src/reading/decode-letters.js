// @ts-check
// JavaScript, because the reader's thread imports it: see reader-worker.js.

/**
 * A space where its probability between two letters comes to this. It is rarely the likeliest of a step, because the
 * recogniser learned mostly from Chinese, which has none: in drawn and photographed labels it came to 0.04 and more
 * where there was a space, and to 0.012 at most where there was none.
 */
const SPACE = 0.03

/** @import { Line } from './reader-messages.ts' */

/**
 * CTC's greedy decoding of one line: the likeliest letter of each step, repeats made
 * one, blanks (letter 0) dropped. A beam search with a language's statistics is
 * for sentences; labels are names, weights and numbers.
 *
 * @param {ArrayLike<number>} scores steps × letters, each row a distribution
 * @param {number} start where the line begins in `scores`
 * @param {number} steps @param {readonly string[]} letters letters[0] is the blank, the last the space
 * @returns {Line}
 */
export function decodeLetters(scores, start, steps, letters) {
  let text = ''
  let sum = 0
  let count = 0
  let previous = 0
  let space = 0
  for (let step = 0; step < steps; step++) {
    const row = start + step * letters.length
    let best = 0
    let highest = -Infinity
    for (let letter = 0; letter < letters.length; letter++) {
      const score = scores[row + letter] ?? 0
      if (score > highest) {
        highest = score
        best = letter
      }
    }
    space = Math.max(space, scores[row + letters.length - 1] ?? 0)
    if (best !== 0 && best !== previous && best !== letters.length - 1) {
      text += (space >= SPACE ? ' ' : '') + (letters[best] ?? '')
      space = 0
      sum += highest
      count++
    }
    previous = best
  }
  return { text: text.trim(), confidence: count === 0 ? 0 : Math.round((sum / count) * 10_000) / 10_000 }
}
