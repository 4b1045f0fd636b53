import type { Shot } from './draw-garment'

/** One of a brand's cartons, which differ in nothing but their words. */
export interface Carton {
  readonly brand: string
  readonly variety: string
  readonly colour: string
}

const WORDS = [
  ['Apple', 'Cinnamon'],
  ['Blueberry', 'Vanilla'],
  ['Chocolate', 'Hazelnut'],
  ['Ginger', 'Lemon'],
  ['Mango', 'Passion'],
  ['Pumpkin', 'Spice'],
  ['Raspberry', 'Yoghurt'],
  ['Walnut', 'Maple'],
  ['Cranberry', 'Orange'],
  ['Pistachio', 'Honey'],
  ['Coconut', 'Papaya'],
  ['Cherry', 'Almond'],
  ['Sesame', 'Tahini'],
] as const

/** The brand's carton of this number; what it is called tells it from the others, its colours and shape do not. */
export function carton(number: number): Carton {
  return { brand: 'NORDHAVN', variety: WORDS[number % WORDS.length].join(' '), colour: '#d9c7a3' }
}

const W = 600
const H = 800

/** One side of a carton as SVG: the front names it large, the back repeats the name among its small print. */
export function drawCarton({ brand, variety, colour }: Carton, shot: Shot): string {
  const sides = shot.side === 'back' ? backOf(brand, variety) : frontOf(brand, variety)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${W}" height="${H}">
  <rect width="${W}" height="${H}" fill="${shot.surface}"/>
  <g transform="translate(${W / 2 + shot.moveX} ${H / 2 + shot.moveY}) rotate(${shot.turn}) scale(${shot.scale})">
    <rect x="-186" y="-266" width="380" height="540" rx="4" fill="#000" opacity="0.2"/>
    <rect x="-190" y="-270" width="380" height="540" rx="4" fill="${colour}"/>
    <rect x="-190" y="-270" width="380" height="90" fill="#2f4f4f"/>
    ${sides}
  </g>
</svg>`
}

const line = (y: number, size: number, words: string, ink = '#1d1d1d'): string =>
  `<text y="${y}" font-size="${size}" font-family="sans-serif" text-anchor="middle" fill="${ink}">${words}</text>`

/** Both sides bear a pale panel with words, as wrap-around labels do: what tells the products apart is what they say. */
const panel = '<rect x="-170" y="-150" width="340" height="270" fill="#f4f2ea"/>'

function frontOf(brand: string, variety: string): string {
  const [first, second] = variety.split(' ')
  return `${line(-210, 50, brand, '#fff')}${panel}${line(-70, 52, first)}${line(-5, 52, second)}${line(80, 26, 'granola 450 g')}`
}

function backOf(brand: string, variety: string): string {
  const rows = [
    `with ${variety.toLowerCase()}`,
    'oats, sugar, oil, salt',
    'Keep dry and cool',
    'best before: see lid',
  ]
  return `${line(-210, 30, `${brand} Mills`, '#fff')}${panel}${rows.map((row, at) => line(-80 + at * 52, at === 0 ? 28 : 26, row)).join('')}`
}
