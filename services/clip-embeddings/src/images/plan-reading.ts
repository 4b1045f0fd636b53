/** Longest side of a picture as it is read; larger ones are scaled down. */
const LONGEST = 960
/** Smaller pictures are enlarged to this: letters of a few pixels cannot be told apart by the models. */
const SMALLEST = 480
/** The detector halves its input five times, and large pictures are glanced at in half their size first. */
const STEP = 64

/**
 * The size in which a picture is read. Both sides become multiples of `STEP`, each by itself: that stretches a picture by a
 * few per cent, which costs nothing, while a border to fill up with would cost time.
 */
export function planReading(width: number, height: number): { width: number; height: number } {
  const longest = Math.max(width, height)
  const scale = Math.min(LONGEST, Math.max(SMALLEST, longest)) / longest
  const side = (length: number) => Math.max(STEP, Math.round((length * scale) / STEP) * STEP)
  return { width: side(width), height: side(height) }
}
