/** Colour words a shop would use, as sRGB. */
export const colours = {
  red: '#c0272d',
  blue: '#2456a6',
  green: '#2f7d46',
  yellow: '#e8bf2a',
  black: '#26262a',
  white: '#f2f1ec',
  grey: '#8b8d92',
  orange: '#dd6f1f',
  pink: '#e08aa8',
  purple: '#6b3f8f',
  brown: '#74492b',
  navy: '#1d2b4f',
} as const

export type Colour = keyof typeof colours
export type Pattern = 'plain' | 'striped' | 'checked' | 'dotted'

/** An SVG <pattern> in two colours, to be filled with `url(#fabric)`. */
export function drawFabric(pattern: Pattern, base: Colour, accent: Colour): string {
  const [a, b] = [colours[base], colours[accent]]
  const tile = (size: number, inner: string) =>
    `<pattern id="fabric" width="${size}" height="${size}" patternUnits="userSpaceOnUse"><rect width="${size}" height="${size}" fill="${a}"/>${inner}</pattern>`
  switch (pattern) {
    case 'plain':
      return tile(40, '')
    case 'striped':
      return tile(56, `<rect width="56" height="24" fill="${b}"/>`)
    case 'checked':
      return tile(
        72,
        `<rect width="30" height="72" fill="${b}" opacity=".55"/><rect width="72" height="30" fill="${b}" opacity=".55"/>`,
      )
    case 'dotted':
      return tile(60, `<circle cx="30" cy="30" r="13" fill="${b}"/>`)
  }
}
