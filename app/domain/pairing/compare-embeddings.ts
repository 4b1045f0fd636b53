/** Least deviation, as a share of the mean distance: in a set of near-twins, noise must not pass for likeness. */
const LEAST_SPREAD = 0.2

/** Cosines of every two vectors, in deviations from the set's mean: models differ in their scale. */
export function compareEmbeddings(
  vectors: ReadonlyArray<Float32Array | null | undefined>,
): Float64Array | null {
  const count = vectors.length
  if (count < 4 || vectors.some((vector) => !vector)) return null
  const result = new Float64Array(count * count)
  let sum = 0
  let squares = 0
  let pairs = 0
  for (let first = 0; first < count; first++)
    for (let second = first + 1; second < count; second++) {
      const [p, q] = [vectors[first], vectors[second]]
      if (!p || !q || p.length !== q.length) return null
      let dot = 0
      let pp = 0
      let qq = 0
      for (let at = 0; at < p.length; at++) {
        dot += p[at] * q[at]
        pp += p[at] * p[at]
        qq += q[at] * q[at]
      }
      const cosine = dot / Math.sqrt(pp * qq + 1e-12)
      result[first * count + second] = result[second * count + first] = cosine
      sum += cosine
      squares += cosine * cosine
      pairs++
    }
  const mean = sum / pairs
  const spread = Math.sqrt(Math.max(0, squares / pairs - mean * mean))
  const deviation = Math.max(1e-6, spread, LEAST_SPREAD * (1 - mean))
  for (let at = 0; at < result.length; at++) result[at] = (result[at] - mean) / deviation
  return result
}
