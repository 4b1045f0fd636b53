import { colours, drawFabric, type Colour, type Pattern } from './palette'

export type ProductKind =
  't-shirt' | 'longsleeve' | 'dress' | 'pants' | 'shorts' | 'skirt' | 'hat' | 'carton' | 'bottle' | 'can'
export type Side = 'front' | 'back'

export interface ProductLook {
  kind: ProductKind
  base: Colour
  accent: Colour
  pattern: Pattern
  /** Printed on the front of packages and, as a small print, on some garments. */
  label: string
}

const garmentOutlines: Partial<Record<ProductKind, string>> = {
  't-shirt':
    'M330 190 L420 170 Q500 225 580 170 L670 190 L820 330 L735 425 L670 370 L670 830 L330 830 L330 370 L265 425 L180 330 Z',
  longsleeve:
    'M335 185 L420 165 Q500 220 580 165 L665 185 L790 300 L880 720 L790 745 L680 400 L670 835 L330 835 L320 400 L210 745 L120 720 L210 300 Z',
  dress:
    'M390 150 L440 140 Q500 210 560 140 L610 150 L640 360 L620 450 L760 880 L240 880 L380 450 L360 360 Z',
  pants: 'M340 140 L660 140 L700 890 L550 890 L500 360 L450 890 L300 890 Z',
  shorts: 'M310 260 L690 260 L760 690 L540 710 L500 480 L460 710 L240 690 Z',
  skirt: 'M370 220 L630 220 L780 780 L220 780 Z',
  hat: 'M300 560 Q310 280 500 275 Q690 280 700 560 L860 600 Q870 660 790 665 L210 665 Q130 660 140 600 Z',
}

/** One product seen from one side, as an SVG group in a 1000 × 1000 box. */
export function drawProduct(look: ProductLook, side: Side): string {
  const outline = garmentOutlines[look.kind]
  const body = outline ? drawGarment(look, side, outline) : drawPackage(look, side)
  return `<defs>${drawFabric(look.pattern, look.base, look.accent)}<linearGradient id="shade" x1="0" x2="1"><stop offset="0" stop-color="#000" stop-opacity=".18"/><stop offset=".45" stop-color="#fff" stop-opacity=".1"/><stop offset="1" stop-color="#000" stop-opacity=".2"/></linearGradient></defs>${body}`
}

function drawGarment(look: ProductLook, side: Side, outline: string): string {
  const cloth = `<path d="${outline}" fill="url(#fabric)"/><path d="${outline}" fill="url(#shade)"/>`
  const hem = `<path d="${outline}" fill="none" stroke="#000" stroke-opacity=".28" stroke-width="5"/>`
  // The back of a garment has no print and no placket; a small neck label tells it apart, as on real ones.
  const details: Partial<Record<ProductKind, [front: string, back: string]>> = {
    't-shirt': [print(look, 500, 470), neckLabel(190)],
    longsleeve: [print(look, 500, 480), neckLabel(185)],
    dress: [
      `<path d="M500 215 L500 440" stroke="#000" stroke-opacity=".3" stroke-width="5"/>`,
      neckLabel(175),
    ],
    pants: [
      `<path d="M500 150 L500 320 M380 180 Q400 260 350 280 M620 180 Q600 260 650 280" stroke="#000" stroke-opacity=".4" stroke-width="6" fill="none"/>`,
      pockets(210),
    ],
    shorts: [
      `<path d="M500 265 L500 420" stroke="#000" stroke-opacity=".4" stroke-width="6"/>`,
      pockets(330),
    ],
    skirt: ['', `<path d="M500 225 L500 420" stroke="#000" stroke-opacity=".4" stroke-width="6"/>`],
    hat: [
      print(look, 500, 470),
      `<ellipse cx="500" cy="600" rx="90" ry="36" fill="#000" fill-opacity=".35"/>`,
    ],
  }
  const [front, back] = details[look.kind] ?? ['', '']
  return `${cloth}${side === 'front' ? front : back}${hem}`
}

function print(look: ProductLook, x: number, y: number): string {
  return `<circle cx="${x}" cy="${y}" r="78" fill="${colours[look.accent]}" stroke="#fff" stroke-opacity=".7" stroke-width="6"/><text x="${x}" y="${y + 14}" font-family="sans-serif" font-weight="700" font-size="42" text-anchor="middle" fill="${inkOn(look.accent)}">${look.label.slice(0, 5)}</text>`
}

const inkOn = (paper: Colour) => (paper === 'white' || paper === 'yellow' ? '#333' : '#fff')
const neckLabel = (y: number) =>
  `<rect x="472" y="${y}" width="56" height="34" fill="#fff" stroke="#333" stroke-width="2"/>`
const pockets = (y: number) =>
  `<path d="M365 ${y} h105 v90 l-52 28 l-53 -28 Z M530 ${y} h105 v90 l-52 28 l-53 -28 Z" fill="none" stroke="#000" stroke-opacity=".45" stroke-width="6"/>`

function drawPackage(look: ProductLook, side: Side): string {
  const fill = colours[look.base]
  const shapes: Partial<Record<ProductKind, string>> = {
    carton: '<path d="M330 260 L420 150 L580 150 L670 260 L670 880 L330 880 Z"',
    bottle: '<path d="M440 110 h120 v150 Q660 320 660 430 V880 H340 V430 Q340 320 440 260 Z"',
    can: '<path d="M330 240 Q500 190 670 240 V800 Q500 850 330 800 Z"',
  }
  const shape = shapes[look.kind] ?? ''
  const text = (y: number, size: number, words: string, colour: string) =>
    `<text x="500" y="${y}" font-family="sans-serif" font-weight="700" font-size="${size}" text-anchor="middle" fill="${colour}">${words}</text>`
  const front = `<rect x="340" y="440" width="320" height="190" fill="${colours[look.accent]}"/>${text(555, 62, look.label, inkOn(look.accent))}${text(700, 34, 'original', inkOn(look.base))}`
  const lines = Array.from(
    { length: 9 },
    (_, row) =>
      `<rect x="375" y="${440 + row * 26}" width="${250 - ((row * 37) % 90)}" height="9" fill="#444"/>`,
  )
  const bars = Array.from(
    { length: 22 },
    (_, bar) =>
      `<rect x="${420 + bar * 7.5}" y="700" width="${2 + ((bar * 5) % 4)}" height="80" fill="#111"/>`,
  )
  const back = `<rect x="345" y="400" width="310" height="400" fill="#f4f2ea"/>${text(430, 26, look.label, '#222')}${lines.join('')}${bars.join('')}`
  return `${shape} fill="${fill}"/>${side === 'front' ? front : back}${shape} fill="url(#shade)"/>`
}
