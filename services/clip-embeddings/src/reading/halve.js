// @ts-check
// JavaScript, because the reader's thread imports it: see reader-worker.js.

/** @import { Raster } from './reader-messages.ts' */

/**
 * A picture in half its size: each pixel the mean of four. Sides must be even.
 *
 * @param {Raster} picture @returns {Raster}
 */
export function halve({ data, width, height }) {
  const half = { width: width / 2, height: height / 2 }
  const small = new Uint8Array(half.width * half.height * 3)
  const row = width * 3
  for (let y = 0, to = 0; y < half.height; y++) {
    for (let x = 0; x < half.width; x++) {
      const from = 2 * y * row + 6 * x
      for (let channel = from; channel < from + 3; channel++, to++) {
        const above = (data[channel] ?? 0) + (data[channel + 3] ?? 0)
        const below = (data[channel + row] ?? 0) + (data[channel + row + 3] ?? 0)
        small[to] = (above + below + 2) >> 2
      }
    }
  }
  return { data: small, ...half }
}
