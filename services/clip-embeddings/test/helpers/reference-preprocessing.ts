import sharp from 'sharp'

/**
 * CLIP's preprocessing written a second time, from Pillow's description of its
 * bicubic filter and not from our own code: full decoding, no scaling while
 * decoding, floating point throughout, one rounding at the end of each pass as
 * Pillow does. Slow, and only for comparison.
 */
export async function referencePixels(file: Uint8Array, size: number): Promise<Uint8Array> {
  // Only decoding is shared with the service; everything CLIP-specific is done below.
  const { data, info } = await sharp(file)
    .autoOrient()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const source = overWhite(data, info.width, info.height, info.channels)
  const short = Math.min(info.width, info.height)
  const width = info.width === short ? size : Math.floor((size * info.width) / short)
  const height = info.height === short ? size : Math.floor((size * info.height) / short)
  const wide = resizeRows(source, info.width, info.height, width)
  const resized = transpose(
    resizeRows(transpose(wide, width, info.height), info.height, width, height),
    height,
    width,
  )
  const left = Math.round((width - size) / 2)
  const top = Math.round((height - size) / 2)
  const out = new Uint8Array(size * size * 3)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size * 3; x++)
      out[y * size * 3 + x] = resized[(y + top) * width * 3 + left * 3 + x] ?? 0
  }
  return out
}

function overWhite(data: Uint8Array, width: number, height: number, channels: number): Float64Array {
  const rgb = new Float64Array(width * height * 3)
  for (let i = 0; i < width * height; i++) {
    const alpha = channels % 2 === 0 ? (data[i * channels + channels - 1] ?? 0) / 255 : 1
    for (let c = 0; c < 3; c++) {
      const value = data[i * channels + (channels < 3 ? 0 : c)] ?? 0
      rgb[i * 3 + c] = Math.round(value * alpha + 255 * (1 - alpha))
    }
  }
  return rgb
}

/** Keys' cubic with a = -0.5, as Pillow's BICUBIC. */
function cubic(x: number): number {
  const t = Math.abs(x)
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1
  if (t < 2) return ((-0.5 * t + 2.5) * t - 4) * t + 2
  return 0
}

/** One pass of Pillow's resampling: the kernel is widened by the scale, cut at the border and normalised. */
function resizeRows(source: Float64Array, width: number, height: number, target: number): Float64Array {
  const scale = width / target
  const widened = Math.max(1, scale)
  const out = new Float64Array(target * height * 3)
  for (let x = 0; x < target; x++) {
    const centre = (x + 0.5) * scale
    const from = Math.max(0, Math.floor(centre - 2 * widened + 0.5))
    const to = Math.min(width, Math.floor(centre + 2 * widened + 0.5))
    const weights = Array.from({ length: to - from }, (_, i) => cubic((from + i - centre + 0.5) / widened))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    for (let y = 0; y < height; y++) {
      for (let c = 0; c < 3; c++) {
        let sum = 0
        for (let i = 0; i < weights.length; i++)
          sum += (weights[i] ?? 0) * (source[(y * width + from + i) * 3 + c] ?? 0)
        out[(y * target + x) * 3 + c] = Math.min(255, Math.max(0, Math.round(sum / total)))
      }
    }
  }
  return out
}

function transpose(source: Float64Array, width: number, height: number): Float64Array {
  const out = new Float64Array(source.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) out[(x * height + y) * 3 + c] = source[(y * width + x) * 3 + c] ?? 0
    }
  }
  return out
}

/** Largest and mean absolute difference, in steps of 1/255. */
export function difference(a: Uint8Array, b: Uint8Array): { max: number; mean: number } {
  let max = 0
  let sum = 0
  for (let i = 0; i < a.length; i++) {
    const d = Math.abs((a[i] ?? 0) - (b[i] ?? 0))
    sum += d
    if (d > max) max = d
  }
  return { max, mean: sum / a.length }
}
