/** How a picture lies in its frame: 1 fits it; `x` and `y` move its middle, in pixels of the frame. */
export interface Zoom {
  scale: number
  x: number
  y: number
}

export const fitted: Zoom = { scale: 1, x: 0, y: 0 }
export const MAX_SCALE = 8

interface Size {
  width: number
  height: number
}

/** Zooms by `factor` so that the point under the pointer stays there. `at` is measured from the frame's middle. */
export function zoomAt(zoom: Zoom, factor: number, at: { x: number; y: number }, frame: Size): Zoom {
  const scale = Math.min(MAX_SCALE, Math.max(1, zoom.scale * factor))
  if (scale === 1) return fitted
  const ratio = scale / zoom.scale
  return keepInside({ scale, x: at.x - (at.x - zoom.x) * ratio, y: at.y - (at.y - zoom.y) * ratio }, frame)
}

export function panBy(zoom: Zoom, dx: number, dy: number, frame: Size): Zoom {
  return keepInside({ ...zoom, x: zoom.x + dx, y: zoom.y + dy }, frame)
}

/** The picture can be pushed until its edge meets the frame's, not out of sight. */
function keepInside({ scale, x, y }: Zoom, frame: Size): Zoom {
  const limitX = (frame.width * (scale - 1)) / 2
  const limitY = (frame.height * (scale - 1)) / 2
  return { scale, x: Math.min(limitX, Math.max(-limitX, x)), y: Math.min(limitY, Math.max(-limitY, y)) }
}
