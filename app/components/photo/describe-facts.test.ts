import { describe, expect, it } from 'vitest'
import { formatCamera, formatPlace } from './describe-facts'

describe('facts in words', () => {
  it('names a camera once', () => {
    expect(formatCamera('Canon', 'Canon EOS R6')).toBe('Canon EOS R6')
    expect(formatCamera('NIKON CORPORATION', 'NIKON D90')).toBe('NIKON D90')
    expect(formatCamera('Apple', 'iPhone 15')).toBe('Apple iPhone 15')
    expect(formatCamera(null, 'X100')).toBe('X100')
    expect(formatCamera(null, null)).toBeUndefined()
  })

  it('writes a place with its sides', () => {
    expect(formatPlace(52.52008, 13.40496)).toBe('52.5201° N, 13.4050° E')
    expect(formatPlace(-33.8688, -0.5)).toBe('33.8688° S, 0.5000° W')
  })
})
