/**
 * Vectors that lie as CLIP's do. Uniform random ones would be unfair to an index (in 512 dimensions all of them are
 * equally far from each other) and unlike any library: pictures sit in a narrow cone, in categories, in products of a
 * few near-identical views; words point into a cone of their own and meet their pictures at cosines near 0.3.
 */
export interface VectorWorld {
  /** Vector of photo `index`; its category decides what a search for words finds. */
  photo(index: number): Float32Array
  /** A picture query: another view of the product of photo `index`. */
  pictureQuery(index: number): Float32Array
  /** A query by words for category `index`. */
  wordQuery(index: number): Float32Array
}

const DIMENSIONS = 512
const CATEGORIES = 120
const VIEWS = 4

export function createVectorWorld(seed: number): VectorWorld {
  const pictures = direction(seed, 'pictures')
  const words = direction(seed, 'words')
  const category = (index: number) => direction(seed, `category ${index % CATEGORIES}`)
  const view = (index: number, noise: string) => {
    const product = Math.floor(index / VIEWS)
    return blend([
      [0.62, pictures],
      [0.45, category(product * 7919)],
      [0.5, direction(seed, `product ${product}`)],
      [0.28, direction(seed, noise)],
    ])
  }
  return {
    photo: (index) => view(index, `view ${index}`),
    pictureQuery: (index) => view(index, `query ${index}`),
    wordQuery: (index) =>
      blend([
        [0.75, words],
        [0.45, category(index)],
        [0.3, direction(seed, `phrase ${index}`)],
      ]),
  }
}

function blend(parts: [number, Float32Array][]): Float32Array {
  const sum = new Float32Array(DIMENSIONS)
  for (const [weight, part] of parts)
    for (let i = 0; i < DIMENSIONS; i++) sum[i] = (sum[i] ?? 0) + weight * (part[i] ?? 0)
  return unit(sum)
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

/** A direction that belongs to its name: normal numbers from a generator seeded with the name's hash (splitmix32). */
function direction(seed: number, name: string): Float32Array {
  let state = seed
  for (const character of name) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193)
  const uniform = () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
  const vector = new Float32Array(DIMENSIONS)
  for (let i = 0; i < DIMENSIONS; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    const angle = 2 * Math.PI * uniform()
    vector[i] = radius * Math.cos(angle)
    vector[i + 1] = radius * Math.sin(angle)
  }
  return unit(vector)
}
