/** How a rendered garment looks; the same values draw both of its sides. */
export interface Garment {
  readonly kind: 'shirt' | 'trousers' | 'dress' | 'package'
  readonly colour: string
  readonly second: string
  readonly pattern: 'plain' | 'stripes' | 'checks' | 'dots'
  readonly sleeve: number
  readonly length: number
  readonly width: number
  /** Front only, unless `banner` says otherwise. */
  readonly print: {
    readonly shape: 'disc' | 'bar' | 'star' | 'text'
    readonly colour: string
    readonly words: string
  } | null
}

export interface Shot {
  readonly side: 'front' | 'back' | 'detail'
  readonly turn: number
  readonly moveX: number
  readonly moveY: number
  readonly scale: number
  /** Creases: seeds of a few soft lines, different in every shot. */
  readonly creases: ReadonlyArray<readonly [number, number, number]>
  readonly surface: string
  readonly banner: string | null
}

const W = 480
const H = 600

/** One side of a garment or package as SVG. */
export function drawGarment(garment: Garment, shot: Shot): string {
  const front = shot.side !== 'back'
  const mirror = front ? 1 : -1
  const zoom = shot.side === 'detail' ? shot.scale * 2.2 : shot.scale
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${W}" height="${H}">
  <defs>
    <pattern id="cloth" width="40" height="40" patternUnits="userSpaceOnUse">${cloth(garment)}</pattern>
    <clipPath id="cut"><path d="${outline(garment)}"/></clipPath>
    <filter id="soft"><feGaussianBlur stdDeviation="5"/></filter>
  </defs>
  <rect width="${W}" height="${H}" fill="${shot.surface}"/>
  <g transform="translate(${W / 2 + shot.moveX} ${H / 2 + shot.moveY}) rotate(${shot.turn}) scale(${zoom * mirror} ${zoom})">
    <path d="${outline(garment)}" transform="translate(4 6)" fill="#000" opacity="0.25" filter="url(#soft)"/>
    <path d="${outline(garment)}" fill="url(#cloth)"/>
    <g clip-path="url(#cut)">${creases(shot)}${trims(garment, front)}</g>
    ${front && garment.print ? print(garment.print) : ''}
    ${!front && garment.kind === 'package' ? smallPrint() : ''}
  </g>
  ${shot.banner ? `<rect y="${H - 70}" width="${W}" height="70" fill="${shot.banner}"/><text x="${W / 2}" y="${H - 24}" font-size="38" font-family="sans-serif" text-anchor="middle" fill="#fff">NEW SEASON SALE</text>` : ''}
</svg>`
}

function cloth({ pattern, colour, second }: Garment): string {
  const ground = `<rect width="40" height="40" fill="${colour}"/>`
  if (pattern === 'stripes') return `${ground}<rect width="40" height="14" fill="${second}"/>`
  if (pattern === 'checks')
    return `${ground}<rect width="40" height="12" fill="${second}" opacity="0.6"/><rect width="12" height="40" fill="${second}" opacity="0.6"/>`
  if (pattern === 'dots')
    return `${ground}<circle cx="12" cy="12" r="6" fill="${second}"/><circle cx="32" cy="32" r="6" fill="${second}"/>`
  return ground
}

function outline({ kind, sleeve, length, width }: Garment): string {
  const w = width / 2
  const l = length / 2
  if (kind === 'package') return `M${-w} ${-l}H${w}V${l}H${-w}Z`
  if (kind === 'trousers')
    return `M${-w} ${-l}H${w}L${w * 1.15} ${l}H${w * 0.35}L0 ${-l * 0.3}L${-w * 0.35} ${l}H${-w * 1.15}Z`
  const hem = kind === 'dress' ? w * 1.7 : w
  const drop = sleeve * 0.8
  return `M${-w * 0.35} ${-l}Q0 ${-l + 22} ${w * 0.35} ${-l}L${w} ${-l + 22}L${w + sleeve} ${-l + 40 + drop}L${w + sleeve - 34} ${-l + 70 + drop}L${w} ${-l + 100}L${hem} ${l}H${-hem}L${-w} ${-l + 100}L${-w - sleeve + 34} ${-l + 70 + drop}L${-w - sleeve} ${-l + 40 + drop}L${-w} ${-l + 22}Z`
}

function creases({ creases: lines }: Shot): string {
  return lines
    .map(
      ([x, y, bend]) =>
        `<path d="M${x} ${y}q${bend} 60 ${bend * 0.3} 130" stroke="${bend > 0 ? '#000' : '#fff'}" stroke-width="7" opacity="0.13" fill="none" filter="url(#soft)"/>`,
    )
    .join('')
}

function trims({ kind, length, second }: Garment, front: boolean): string {
  if (kind === 'package')
    return `<rect x="-300" y="${-length / 2}" width="600" height="34" fill="${second}"/>`
  if (kind === 'trousers')
    return front
      ? `<path d="M0 ${-length / 2}v60" stroke="#222" stroke-width="2"/>`
      : '<rect x="-60" y="-150" width="40" height="44" fill="none" stroke="#222" stroke-width="2"/><rect x="20" y="-150" width="40" height="44" fill="none" stroke="#222" stroke-width="2"/>'
  return front ? `<ellipse cx="0" cy="${-length / 2}" rx="38" ry="34" fill="#3a3632" opacity="0.85"/>` : ''
}

function print({ shape, colour, words }: NonNullable<Garment['print']>): string {
  if (shape === 'disc') return `<circle cy="-40" r="46" fill="${colour}"/>`
  if (shape === 'bar') return `<rect x="-80" y="-70" width="160" height="36" fill="${colour}"/>`
  if (shape === 'star')
    return `<path d="M0-90L14-50H56L22-24L34 16L0-8L-34 16L-22-24L-56-50H-14Z" fill="${colour}"/>`
  return `<text y="-30" font-size="44" font-weight="bold" font-family="sans-serif" text-anchor="middle" fill="${colour}">${words}</text>`
}

function smallPrint(): string {
  return Array.from(
    { length: 12 },
    (_, line) =>
      `<rect x="-70" y="${-60 + line * 12}" width="${140 - ((line * 37) % 50)}" height="4" fill="#222" opacity="0.7"/>`,
  ).join('')
}
