const SIZE = 32
const KEPT = 8

const cosines = Array.from({ length: KEPT }, (_, u) =>
  Float64Array.from({ length: SIZE }, (_, x) => Math.cos(((2 * x + 1) * u * Math.PI) / (2 * SIZE))),
)

/**
 * No frequency is stronger in a picture without a shape. A brightness that is the same everywhere gives up to 1e-10,
 * noise of two levels around it 98; a step of a single level between two halves already gives 326.
 */
const SHAPELESS = 100

/** The side of the square of grey values that {@link perceptualHash} reads. */
export const PERCEPTUAL_HASH_SIDE = SIZE

/**
 * 64 bits, hex, of the lowest frequencies of a 32 × 32 grey picture (pHash): copies that were scaled, recompressed or
 * slightly retouched differ in a few bits, other pictures in about half. Null for a picture of one brightness, a swatch
 * or a blank page: its bits would be rounding errors, and every eleventh pair of greys would count as near.
 */
export function perceptualHash(grey: Uint8Array): string | null {
  const rows = cosines.map((cosine) =>
    Float64Array.from({ length: SIZE }, (_, y) => {
      let sum = 0
      for (let x = 0; x < SIZE; x += 1) sum += (grey[y * SIZE + x] ?? 0) * (cosine[x] ?? 0)
      return sum
    }),
  )
  const frequencies: number[] = []
  for (const vertical of cosines) {
    for (const row of rows) {
      let sum = 0
      for (let y = 0; y < SIZE; y += 1) sum += (row[y] ?? 0) * (vertical[y] ?? 0)
      frequencies.push(sum)
    }
  }
  // The first is the average brightness and would drag the median.
  const shape = frequencies.slice(1)
  if (shape.every((frequency) => Math.abs(frequency) < SHAPELESS)) return null
  const sorted = shape.sort((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  let hash = 0n
  for (const frequency of frequencies) hash = (hash << 1n) | (frequency > median ? 1n : 0n)
  return hash.toString(16).padStart(16, '0')
}
