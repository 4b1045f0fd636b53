// @ts-check
// JavaScript, because the reader's thread imports it: see reader-worker.js.

/** @import { Raster, TextBox } from './reader-messages.ts' */

/**
 * Cuts a turned rectangle out of a picture, upright and `height` pixels high, as
 * the recogniser's planes: blue, green, red, (x/255 - 0.5) / 0.5.
 *
 * Bilinear, and where the text is larger than it is to be, the mean of several
 * such samples a pixel: one alone would skip the thin strokes of large letters.
 *
 * @param {Raster} picture @param {TextBox} box
 * @param {{ data: Float32Array; start: number; width: number; height: number; stride: number }} target
 *   `width` columns are written from `start` on; rows are `stride` apart, planes `stride * height`
 */
export function cutLine(picture, box, target) {
  const { data, start, width, height, stride } = target
  const plane = stride * height
  const stepX = box.width / width
  const stepY = box.height / height
  const samplesX = Math.max(1, Math.round(stepX))
  const samplesY = Math.max(1, Math.round(stepY))
  const scale = 1 / (127.5 * samplesX * samplesY)
  const sums = [0, 0, 0]
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      sums.fill(0)
      for (let sy = 0; sy < samplesY; sy++) {
        const across = (row + (sy + 0.5) / samplesY) * stepY - box.height / 2
        for (let sx = 0; sx < samplesX; sx++) {
          const along = (column + (sx + 0.5) / samplesX) * stepX - box.width / 2
          addSample(
            picture,
            box.x + along * box.ux - across * box.uy,
            box.y + along * box.uy + across * box.ux,
            sums,
          )
        }
      }
      const at = start + row * stride + column
      data[at] = (sums[2] ?? 0) * scale - 1
      data[at + plane] = (sums[1] ?? 0) * scale - 1
      data[at + 2 * plane] = (sums[0] ?? 0) * scale - 1
    }
  }
}

/**
 * Adds the colour at a point between pixels; beyond the border it is the border's.
 *
 * @param {Raster} picture @param {number} x @param {number} y @param {number[]} sums
 */
function addSample({ data, width, height }, x, y, sums) {
  const cx = x < 0 ? 0 : x > width - 1 ? width - 1 : x
  const cy = y < 0 ? 0 : y > height - 1 ? height - 1 : y
  const left = Math.min(Math.floor(cx), width - 2)
  const top = Math.min(Math.floor(cy), height - 2)
  const fx = cx - left
  const fy = cy - top
  const above = (top * width + left) * 3
  const below = above + width * 3
  for (let c = 0; c < 3; c++) {
    const upper = (data[above + c] ?? 0) * (1 - fx) + (data[above + 3 + c] ?? 0) * fx
    const lower = (data[below + c] ?? 0) * (1 - fx) + (data[below + 3 + c] ?? 0) * fx
    sums[c] = (sums[c] ?? 0) + upper * (1 - fy) + lower * fy
  }
}

/**
 * The same rectangle read from another side: a quarter turn, once for text that runs
 * down and three times for text that runs up.
 *
 * @param {TextBox} box @param {'down' | 'up'} direction @returns {TextBox}
 */
export function turnBox(box, direction) {
  const sign = direction === 'down' ? 1 : -1
  return { ...box, ux: -sign * box.uy, uy: sign * box.ux, width: box.height, height: box.width }
}
