/** A small seeded generator (mulberry32): the same weights on every machine and in every run. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/**
 * Roughly normal numbers: the sum of three uniforms. Written as one plain loop
 * with the generator inside: ViT-B/32 has 150 million weights, and
 * `Float32Array.from` with a callback took two minutes for them.
 */
export function randomNormal(count: number, deviation: number, seed: number): Float32Array {
  const numbers = new Float32Array(count)
  const unit = (2 * deviation) / 65536
  let state = Math.imul(seed, 0x9e3779b1) | 1
  for (let i = 0; i < count; i++) {
    let sum = -98_304
    for (let k = 0; k < 3; k++) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      sum += state & 65535
    }
    numbers[i] = sum * unit
  }
  return numbers
}
