/** base64 of little-endian float32: a quarter of the size of JSON numbers, and exact. */
export function encodeVector(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64')
}

/** The inverse; copies, because a Buffer's pool is not aligned to four bytes. */
export function decodeVector(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64')
  return new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length - (bytes.length % 4)),
  )
}

/**
 * Numbers for a JSON answer, rounded to eight decimals: half the bytes and half
 * the time of printing a float32 as the double it becomes, off by at most 5e-9.
 */
export function vectorNumbers(vector: Float32Array): number[] {
  const numbers = new Array<number>(vector.length)
  for (let i = 0; i < vector.length; i++) numbers[i] = Math.round((vector[i] ?? 0) * 1e8) / 1e8
  return numbers
}

/** Cosine of two vectors of any length; 0 when either has no direction. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let dot = 0
  let aa = 0
  let bb = 0
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? 0
    const y = b[i] ?? 0
    dot += x * y
    aa += x * x
    bb += y * y
  }
  return aa > 0 && bb > 0 ? dot / Math.sqrt(aa * bb) : 0
}
