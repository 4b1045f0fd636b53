import { expect, test } from 'vitest'
import { PERCEPTUAL_HASH_SIDE, perceptualHash } from './perceptual-hash'

const picture = (brightness: (x: number, y: number) => number) =>
  Uint8Array.from({ length: PERCEPTUAL_HASH_SIDE ** 2 }, (_, at) =>
    brightness(at % PERCEPTUAL_HASH_SIDE, Math.floor(at / PERCEPTUAL_HASH_SIDE)),
  )

test('a picture of one brightness has no hash, nor has one with the noise of a camera on it', () => {
  for (let level = 0; level < 256; level += 1) expect(perceptualHash(picture(() => level))).toBeNull()
  expect(perceptualHash(picture((x, y) => 128 + ((x * 7 + y * 13) % 3) - 1))).toBeNull()
})

test('the faintest shape has one, and a brighter copy nearly the same', () => {
  expect(perceptualHash(picture((x) => (x < 16 ? 128 : 129)))).toMatch(/^[0-9a-f]{16}$/)
  const disc = (light: number) => picture((x, y) => (Math.hypot(x - 12, y - 18) < 8 ? 40 : 200) * light)
  const bits = (hash: string | null) => BigInt(`0x${hash}`).toString(2).padStart(64, '0')
  const [one, other] = [bits(perceptualHash(disc(1))), bits(perceptualHash(disc(1.2)))]
  expect([...one].filter((bit, at) => bit !== other[at]).length).toBeLessThanOrEqual(6)
})
