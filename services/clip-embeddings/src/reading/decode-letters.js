// @ts-check
// JavaScript, because the reader's thread imports it: see reader-worker.js.

/** @import { Line } from './reader-messages.ts' */

/**
 * CTC's greedy decoding of one line: the likeliest letter of each step, repeats made
 * one, blanks (letter 0) dropped. A beam search with a language's statistics is
 * for sentences; labels are names, weights and numbers.
 *
 * @param {ArrayLike<number>} scores steps × letters, each row a distribution
 * @param {number} start where the line begins in `scores`
 * @param {number} steps @param {readonly string[]} letters letters[0] is the blank
 * @returns {Line}
 */
export function decodeLetters(scores, start, steps, letters) {
  let text = ''
  let sum = 0
  let count = 0
  let previous = 0
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
    if (best !== 0 && best !== previous) {
      text += letters[best] ?? ''
      sum += highest
      count++
    }
    previous = best
  }
  return { text: text.trim(), confidence: count === 0 ? 0 : Math.round((sum / count) * 10_000) / 10_000 }
}
