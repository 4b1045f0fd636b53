import { expect, test } from 'vitest'
import { bandOf, mixQueries } from './calibrate'

const words = { slope: 60, intercept: -16, strong: 0.32, possible: 0.26, weak: 0.2 }
const pictures = { slope: 12, intercept: -8, strong: 0.9, possible: 0.75, weak: 0.6 }
const calibration = { textToImage: words, imageToImage: pictures }

/** A unit vector in a plane of its own two axes. */
const vector = (...values: number[]) => {
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / length)
}
const dot = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)

test('a cosine of 0.3 is strong by words and nothing by picture', () => {
  expect(bandOf(0.33, words)).toBe('strong')
  expect(bandOf(0.3, words)).toBe('possible')
  expect(bandOf(0.2, words)).toBe('weak')
  expect(bandOf(0.19, words)).toBeNull()
  expect(bandOf(0.3, pictures)).toBeNull()
})

test.each([
  [0, words],
  [1, pictures],
])('with weight %d a mixture is the one query alone', (weight, alone) => {
  const text = vector(1, 0.2, 0)
  const image = vector(0, 0.3, 1)
  const mixed = mixQueries(text, image, weight, calibration)
  expect(dot(mixed.vector, weight === 0 ? text : image)).toBeCloseTo(1, 5)
  for (const cut of ['strong', 'possible', 'weak', 'slope', 'intercept'] as const) {
    expect(mixed.scale[cut]).toBeCloseTo(alone[cut], 5)
  }
})

test('both count alike in the middle although their cosines do not', () => {
  const text = vector(1, 0, 0, 0)
  const image = vector(0, 1, 0, 0)
  const mixed = mixQueries(text, image, 0.5, calibration)
  /** A photo with these cosines to the words and to the picture. */
  const photo = (byWords: number, byPicture: number) =>
    Float32Array.from([byWords, byPicture, Math.sqrt(1 - byWords ** 2 - byPicture ** 2), 0])
  const band = (item: Float32Array) => bandOf(dot(mixed.vector, item), mixed.scale)
  expect(band(photo(0.33, 0.91))).toBe('strong')
  expect(band(photo(0.27, 0.76))).toBe('possible')
  // As strong by picture as can be, nothing by words: no strong match of both.
  expect(band(photo(0.02, 0.99))).not.toBe('strong')
  // The log-odds of the mixture are the mean of the two.
  const logOdds = (item: Float32Array) => mixed.scale.slope * dot(mixed.vector, item) + mixed.scale.intercept
  expect(logOdds(photo(0.3, 0.8))).toBeCloseTo((60 * 0.3 - 16 + 12 * 0.8 - 8) / 2, 4)
})

test('words and picture that cancel each other out leave the picture', () => {
  const equal = { ...calibration, textToImage: pictures }
  const image = vector(1, 2, 3)
  const mixed = mixQueries(
    image.map((value) => -value),
    image,
    0.5,
    equal,
  )
  expect(mixed.vector).toEqual(image)
  expect(mixed.scale).toEqual(pictures)
})
