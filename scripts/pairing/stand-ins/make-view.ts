import sharp, { type Region } from 'sharp'
import { boxBlur, rasterFromRgb } from '~/domain/pairing/raster'
import { segmentForeground, type Foreground } from '~/domain/pairing/segment-foreground'
import { fillHole, growMask, makeCreases, makeWave, sampleAt, splitPlanes, type Planes } from './planes'
import type { Random } from './random'

const SIDE = 224

/** How a stand-in photo differs from the photo it is made of. */
export interface View {
  /** The other side: mirrored, mostly without its print, with a higher neckline. */
  readonly back: boolean
  /** 0: as photographed; 1: a careful amateur; 2: a careless one. */
  readonly strength: number
  /** `own`: the surface of the photo. `shared`: one pale surface for every product, so that surfaces tell nothing. */
  readonly surface: 'own' | 'shared'
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
  const surface = planes.map((plane, channel) =>
    view.surface === 'shared' ? paleSurface(plane, channel, width) : fillHole(plane, hole, width, height),
  )
  const cloth = view.back ? turnOver(planes, foreground, width, height, random) : planes
  const { strength } = view
  const sign = view.back ? -1 : 1

  const moveX = strength * random.spread(0.045) * width
  const moveY = strength * random.spread(0.04) * height
  const scale = 1 + strength * random.spread(0.05)
  const stretch = 1 + strength * random.spread(0.06)
  const turn = strength * random.spread(0.05)
  // The camera: it moves and turns product and surface together.
  const zoom = 1 + strength * random.spread(0.05)
  const tilt = strength * random.spread(0.02)
  const panX = strength * random.spread(0.03) * width
  const panY = strength * random.spread(0.03) * height
  const [waveX, waveY, haze] = [0, 1, 2].map(() => makeWave(width, height, random))
  const crease = view.back ? makeCreases(width, height, random) : makeWave(width, height, random)
  const bend = strength * (0.012 + random.next() * 0.022) * Math.max(width, height)
  const creaseSize = strength * (0.04 + random.next() * 0.07)
  const light = changeLight(random, strength)
  const centreX = (foreground.left + foreground.right) / 2
  const centreY = (foreground.top + foreground.bottom) / 2

  const output = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      const px = x - width / 2
      const py = y - height / 2
      const cx = width / 2 + (Math.cos(tilt) * px - Math.sin(tilt) * py) / zoom - panX
      const cy = height / 2 + (Math.sin(tilt) * px + Math.cos(tilt) * py) / zoom - panY
      const dx = (cx - centreX - moveX) / (scale * stretch)
      const dy = ((cy - centreY - moveY) / scale) * stretch
      // why: the minus sign of a back is its mirroring; everything else is small.
      const sx = centreX + sign * (Math.cos(turn) * dx - Math.sin(turn) * dy) + waveX[at] * bend
      const sy = centreY + Math.sin(turn) * dx + Math.cos(turn) * dy + waveY[at] * bend
      const cover = sampleAt(soft, sx, sy, width, height)
      const bx = Math.min(width - 1, Math.max(0, cx))
      const by = Math.min(height - 1, Math.max(0, cy))
      const fold = 1 + crease[at] * creaseSize
      const veil = 1 + haze[at] * 0.05 * strength
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
): readonly Float32Array[] {
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
  const blocked = hole.map((value, at) => (value > 0.5 || mask[at] < 0.5 ? 1 : 0))
  return planes.map((plane) => {
    const filled = fillHole(plane, blocked, width, height)
    return plane.map((value, at) => (hole[at] > 0.5 ? filled[at] : value))
  })
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
