import { describe, expect, it } from 'vitest'
import { formatCamera, formatPlace } from './describe-facts'
import { countOf, formatBytes, formatDuration } from './format-amounts'

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

  it('writes sizes, times and counts as people read them', () => {
    expect(formatBytes(0)).toBe('0 B')
    expect(formatBytes(999_499)).toBe('999 kB')
    expect(formatBytes(999_600)).toBe('1.0 MB')
    expect(formatBytes(123_456_789)).toBe('123 MB')
    expect(formatDuration(0.2)).toBe('1 s')
    expect(formatDuration(90)).toBe('2 min')
    expect(formatDuration(7500)).toBe('2 h 5 min')
    expect(countOf(1, 'photo')).toBe('1 photo')
    expect(countOf(1204, 'photo')).toBe('1,204 photos')
  })
})
