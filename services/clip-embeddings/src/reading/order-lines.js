// @ts-check
// JavaScript, because the reader's thread imports it: see reader-worker.js.

/** @import { TextBox } from './reader-messages.ts' */

/**
 * Boxes as they are read: row by row from the top, in a row from the left. Two boxes
 * are in one row when the middle of the one lies within the middle half of the other's height.
 *
 * @template {{ box: TextBox }} T
 * @param {T[]} lines @returns {T[]}
 */
export function orderLines(lines) {
  /** @type {T[][]} */
  const rows = []
  for (const line of lines.toSorted((a, b) => a.box.y - b.box.y)) {
    const row = rows.at(-1)
    const first = row?.[0]
    if (first && line.box.y - first.box.y < Math.min(tallness(line.box), tallness(first.box)) / 2)
      row.push(line)
    else rows.push([line])
  }
  return rows.flatMap((row) => row.toSorted((a, b) => a.box.x - b.box.x))
}

/** How far a box reaches from top to bottom. @param {TextBox} box */
const tallness = ({ width, height, ux, uy }) => width * Math.abs(uy) + height * Math.abs(ux)
