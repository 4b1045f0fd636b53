import { describe, expect, it } from 'vitest'
import { fitted, MAX_SCALE, panBy, zoomAt } from './zoom'

const frame = { width: 800, height: 600 }

describe('zoom', () => {
  it('keeps the point under the pointer', () => {
    const at = { x: 200, y: -100 }
    const zoomed = zoomAt(fitted, 2, at, frame)
    // The picture point under `at` before: (at - offset) / scale.
    expect((at.x - zoomed.x) / zoomed.scale).toBeCloseTo(at.x)
    expect((at.y - zoomed.y) / zoomed.scale).toBeCloseTo(at.y)
  })

  it('stays between fitted and the largest, and comes back to the middle', () => {
    expect(zoomAt(fitted, 0.1, { x: 9, y: 9 }, frame)).toEqual(fitted)
    expect(zoomAt(fitted, 100, { x: 0, y: 0 }, frame).scale).toBe(MAX_SCALE)
  })

  it('does not let the picture out of its frame', () => {
    const zoomed = zoomAt(fitted, 2, { x: 0, y: 0 }, frame)
    expect(panBy(zoomed, 9999, -9999, frame)).toEqual({ scale: 2, x: 400, y: -300 })
    expect(panBy(fitted, 50, 50, frame)).toEqual(fitted)
  })
})
