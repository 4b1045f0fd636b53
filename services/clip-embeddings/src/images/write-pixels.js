// @ts-check
// JavaScript, because the tower's thread imports it: see tower-worker.js.

/**
 * Makes a function that writes interleaved RGB bytes as CLIP's planes of floats,
 * (x/255 - mean) / std. A byte has only 256 values a channel: a table is four
 * times as fast as the sum.
 *
 * @param {{ size: number; mean: readonly number[]; std: readonly number[] }} image
 * @returns {(pictures: readonly Uint8Array[], data: Float32Array) => void}
 */
export function pixelWriter({ size, mean, std }) {
  const [red, green, blue] = [0, 1, 2].map((channel) =>
    Float32Array.from(
      { length: 256 },
      (_, value) => (value / 255 - (mean[channel] ?? 0)) / (std[channel] ?? 1),
    ),
  )
  const area = size * size
  return (pictures, data) => {
    pictures.forEach((rgb, index) => {
      const base = index * 3 * area
      for (let i = 0, p = 0; i < area; i++, p += 3) {
        // why the casts: the tables have 256 entries and the bytes are below 256.
        data[base + i] = /** @type {number} */ (red?.[/** @type {number} */ (rgb[p])])
        data[base + area + i] = /** @type {number} */ (green?.[/** @type {number} */ (rgb[p + 1])])
        data[base + 2 * area + i] = /** @type {number} */ (blue?.[/** @type {number} */ (rgb[p + 2])])
      }
    })
  }
}
