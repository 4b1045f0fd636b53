interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** How to get from a picture to the model's square, in whole pixels. */
export interface ResizePlan {
  /** Cut from the source first: only for strips, see below. */
  window: Box | undefined
  /** What is left of the source to resize. */
  source: { width: number; height: number }
  resized: { width: number; height: number }
  /** The square cut from the resized picture. */
  crop: Box
}

/** Beyond this ratio of the sides the ends are cut off before resizing. */
const STRIP = 4

/**
 * CLIP's geometry: the short side becomes `size`, the long side follows
 * (rounded down, as torchvision does), and the middle square is kept.
 *
 * A 1×5,000 strip would be 224×1,120,000 on the way, a gigabyte for pixels that
 * are cut off at once. Of a strip only the middle `STRIP` squares are taken; the
 * kernel reaches two source pixels beyond the kept square, so nothing changes.
 */
export function planResize(width: number, height: number, size: number, fit: 'crop' | 'stretch'): ResizePlan {
  if (fit === 'stretch') {
    const square = { width: size, height: size }
    return {
      window: undefined,
      source: { width, height },
      resized: square,
      crop: { left: 0, top: 0, ...square },
    }
  }
  const window = middleOfStrip(width, height)
  const w = window?.width ?? width
  const h = window?.height ?? height
  const short = Math.min(w, h)
  const resized = {
    width: w === short ? size : Math.floor((size * w) / short),
    height: h === short ? size : Math.floor((size * h) / short),
  }
  const crop = {
    left: Math.round((resized.width - size) / 2),
    top: Math.round((resized.height - size) / 2),
    width: size,
    height: size,
  }
  return { window, source: { width: w, height: h }, resized, crop }
}

function middleOfStrip(width: number, height: number): Box | undefined {
  const short = Math.min(width, height)
  const long = Math.max(width, height)
  if (long <= STRIP * short + 1) return undefined
  // The window keeps the parity of the long side, so that its middle is the picture's middle.
  const kept = STRIP * short + ((long - STRIP * short) % 2)
  const skipped = (long - kept) / 2
  return width === long
    ? { left: skipped, top: 0, width: kept, height }
    : { left: 0, top: skipped, width, height: kept }
}
