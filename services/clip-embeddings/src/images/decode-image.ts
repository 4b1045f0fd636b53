import { decodeSafely, type DecodeLimits } from './decode-safely.ts'
import { enlarge } from './enlarge.ts'
import { planResize } from './plan-resize.ts'
import { threeChannels } from './three-channels.ts'

export interface DecodeOptions extends DecodeLimits {
  size: number
  fit: 'crop' | 'stretch'
}

/**
 * A picture's bytes → `size`² interleaved RGB bytes, as CLIP sees them: upright
 * by EXIF, alpha over white, first frame, sRGB, bicubic. JPEG and WebP are
 * scaled down while they are decoded (libvips leaves at least twice the target
 * to the bicubic step); what that costs in fidelity is measured in
 * `test/preprocessing.test.ts` and stated in the README.
 */
export function decodeImage(bytes: Uint8Array, options: DecodeOptions): Promise<Uint8Array> {
  return decodeSafely(bytes, options, async (open, size) => {
    const plan = planResize(size.width, size.height, options.size, options.fit)
    // sharp shrinks, we enlarge: see enlarge.ts. A side that grows keeps its length here.
    const shrunk = {
      width: Math.min(plan.source.width, plan.resized.width),
      height: Math.min(plan.source.height, plan.resized.height),
    }
    let pipeline = open(plan.window).resize({ ...shrunk, fit: 'fill', kernel: 'cubic' })
    const grows = shrunk.width < plan.resized.width || shrunk.height < plan.resized.height
    if (!grows) pipeline = pipeline.extract(plan.crop)
    const { data, info } = await pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
    const rgb = threeChannels(data, info.channels, grows ? shrunk.width * shrunk.height : options.size ** 2)
    return grows ? enlarge(rgb, shrunk, plan.resized, plan.crop) : rgb
  })
}
