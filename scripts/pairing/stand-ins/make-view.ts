import sharp, { type Region } from 'sharp'
import { boxBlur, rasterFromRgb } from '~/domain/pairing/raster'
import { segmentForeground, type Foreground } from '~/domain/pairing/segment-foreground'
import { continueCloth } from './continue-cloth'
import { fillHole, growMask, makeCreases, makeWave, sampleAt, splitPlanes, type Planes } from './planes'
import type { Random } from './random'

const SIDE = 224

/** How a stand-in photo differs from the photo it is made of. Strengths: 0 not at all; 1 a careful amateur; 2 a careless one. */
export interface View {
  /** The other side: mirrored, mostly without its print, with a higher neckline. */
  readonly back: boolean
  /** How anew it was laid down: moved, bent, creased. */
  readonly pose: number
  readonly light: number
  /** How far the camera moved. */
  readonly camera: number
  /**
   * `own`: the surface of the photo. `shared`: one pale surface for every product, so that surfaces tell nothing.
   * `white`: cut out and centred at one size, as shops show it, so that neither surface nor place nor size tells.
   */
  readonly surface: 'own' | 'shared' | 'white'
}

/**
 * A stand-in for the photo of the other side, made from a real front photo: the product is cut out, mirrored, warped,
 * creased, stripped of its print and neckline, put back a little elsewhere on the same surface, framed anew, and
 * photographed in another light. No copy of the true other side exists in what may be used; so nothing may be fitted
 * to one strength alone.
 */
export async function makeView(photo: Buffer, random: Random, view: View): Promise<Buffer> {
  const { data, info } = await sharp(photo)
    .autoOrient()
    .toColourspace('srgb')
    .flatten({ background: '#ffffff' })
    .resize(SIDE, SIDE, { fit: 'inside' })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const foreground = segmentForeground(rasterFromRgb(data, width, height))
  const planes = splitPlanes(data)
  const soft = boxBlur(foreground.mask, width, height, 1)
  const hole = growMask(foreground.mask, width, height, 3)
  const surface = planes.map((plane, channel) => {
    if (view.surface === 'white') return plane.map(() => WHITE)
    if (view.surface === 'shared') return paleSurface(plane, channel, width)
    return fillHole(plane, hole, width, height)
  })
  const cloth = view.back ? turnOver(planes, foreground, width, height, random) : planes
  const { pose, light: lamp, camera } = view
  const sign = view.back ? -1 : 1

  const moveX = pose * random.spread(0.045) * width
  const moveY = pose * random.spread(0.04) * height
  const scale = (1 + pose * random.spread(0.05)) * fitScale(view, foreground, width, height)
  const stretch = 1 + pose * random.spread(0.06)
  const turn = pose * random.spread(0.05)
  // The camera: it moves and turns product and surface together.
  const zoom = 1 + camera * random.spread(0.05)
  const tilt = camera * random.spread(0.02)
  const panX = camera * random.spread(0.03) * width
  const panY = camera * random.spread(0.03) * height
  const [waveX, waveY, haze] = [0, 1, 2].map(() => makeWave(width, height, random))
  const crease = view.back ? makeCreases(width, height, random) : makeWave(width, height, random)
  const bend = pose * (0.012 + random.next() * 0.022) * Math.max(width, height)
  const creaseSize = pose * (0.04 + random.next() * 0.07)
  const light = changeLight(random, lamp)
  const centreX = (foreground.left + foreground.right) / 2
  const centreY = (foreground.top + foreground.bottom) / 2
  const [placeX, placeY] = view.surface === 'white' ? [width / 2, height / 2] : [centreX, centreY]

  const output = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      const px = x - width / 2
      const py = y - height / 2
      const cx = width / 2 + (Math.cos(tilt) * px - Math.sin(tilt) * py) / zoom - panX
      const cy = height / 2 + (Math.sin(tilt) * px + Math.cos(tilt) * py) / zoom - panY
      const dx = (cx - placeX - moveX) / (scale * stretch)
      const dy = ((cy - placeY - moveY) / scale) * stretch
      // why: the minus sign of a back is its mirroring; everything else is small.
      const sx = centreX + sign * (Math.cos(turn) * dx - Math.sin(turn) * dy) + waveX[at] * bend
      const sy = centreY + Math.sin(turn) * dx + Math.cos(turn) * dy + waveY[at] * bend
      const cover = sampleAt(soft, sx, sy, width, height)
      const bx = Math.min(width - 1, Math.max(0, cx))
      const by = Math.min(height - 1, Math.max(0, cy))
      const fold = 1 + crease[at] * creaseSize
      const veil = 1 + haze[at] * 0.05 * lamp
      for (let channel = 0; channel < 3; channel++) {
        const front = cover > 0.01 ? sampleAt(cloth[channel], sx, sy, width, height) * fold : 0
        const back = sampleAt(surface[channel], bx, by, width, height)
        output[at * 3 + channel] = light(channel, (cover * front + (1 - cover) * back) * veil)
      }
    }
  const quality = 62 + random.below(30)
  return sharp(output, { raw: { width, height, channels: 3 } })
    .extract(view.back ? cropSometimes(width, height, random) : { left: 0, top: 0, width, height })
    .jpeg({ quality })
    .toBuffer()
}

/** One other side in four is cut to another shape, as people do before they upload. */
function cropSometimes(width: number, height: number, random: Random): Region {
  if (random.next() > 0.25) return { left: 0, top: 0, width, height }
  const [x, y] = [random.next() * 0.12, random.next() * 0.12]
  const cut = { width: Math.round(width * (1 - x)), height: Math.round(height * (1 - y)) }
  return {
    left: random.below(width - cut.width + 1),
    top: random.below(height - cut.height + 1),
    ...cut,
  }
}

const WHITE = 251
/** Share of the frame that a shop's picture gives its product. */
const FILLED = 0.84

function fitScale(
  view: View,
  { left, right, top, bottom }: Foreground,
  width: number,
  height: number,
): number {
  if (view.surface !== 'white') return 1
  return FILLED * Math.min(width / Math.max(1, right - left), height / Math.max(1, bottom - top))
}

/** A pale surface, a little darker to one side; tone per channel only. */
function paleSurface(plane: Float32Array, channel: number, width: number): Float32Array {
  const tone = [226, 224, 219][channel]
  return plane.map((_, at) => tone - 14 * ((at % width) / width))
}

/** What the other side lacks: mostly the print, and often what is seen through the neckline. */
function turnOver(
  planes: Planes,
  foreground: Foreground,
  width: number,
  height: number,
  random: Random,
): Planes {
  const chest = {
    x: 0.5,
    y: 0.35 + random.next() * 0.15,
    reachX: 0.3 + random.next() * 0.12,
    reachY: 0.25 + random.next() * 0.15,
  }
  const neck = { x: 0.5, y: 0.03, reachX: 0.12 + random.next() * 0.08, reachY: 0.06 + random.next() * 0.08 }
  const places = [...(random.next() < 0.55 ? [chest] : []), ...(random.next() < 0.7 ? [neck] : [])]
  if (places.length === 0) return planes
  const { mask, left, right, top, bottom } = foreground
  const hole = mask.map((value, at) => {
    const x = ((at % width) - left) / Math.max(1, right - left)
    const y = (Math.floor(at / width) - top) / Math.max(1, bottom - top)
    const covered = places.some(
      (place) => ((x - place.x) / place.reachX) ** 2 + ((y - place.y) / place.reachY) ** 2 < 1,
    )
    return value > 0.5 && covered ? 1 : 0
  })
  return continueCloth(planes, hole, mask, width, height)
}

function changeLight(random: Random, strength: number): (channel: number, value: number) => number {
  const gain = 1 + strength * random.spread(0.11)
  const gamma = Math.exp(strength * random.spread(0.12))
  const tint = [0.035, 0.015, 0.045].map((size) => 1 + strength * random.spread(size))
  return (channel, value) => {
    const level = Math.pow(Math.max(0, value) / 255, gamma) * gain * tint[channel]
    return Math.max(0, Math.min(255, Math.round(level * 255)))
  }
}
