const SIZE = 32
const KEPT = 8

const cosines = Array.from({ length: KEPT }, (_, u) =>
  Float64Array.from({ length: SIZE }, (_, x) => Math.cos(((2 * x + 1) * u * Math.PI) / (2 * SIZE))),
)

/** The side of the square of grey values that {@link perceptualHash} reads. */
export const PERCEPTUAL_HASH_SIDE = SIZE

/**
 * 64 bits, hex, of the lowest frequencies of a 32 × 32 grey picture (pHash): copies that were scaled, recompressed or
 * slightly retouched differ in a few bits, other pictures in about half.
 */
export function perceptualHash(grey: Uint8Array): string {
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
  const sorted = frequencies.slice(1).sort((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  let hash = 0n
  for (const frequency of frequencies) hash = (hash << 1n) | (frequency > median ? 1n : 0n)
  return hash.toString(16).padStart(16, '0')
}
