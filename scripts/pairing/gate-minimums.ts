import type { Tally } from './judge-draws'

interface Minimum {
  /** Least share of known pairs found. */
  readonly right: number
  /** Least number of pairs found, where what is known is only whether a proposed pair is right. */
  readonly found?: number
  /** Least share of draws without any mistake. */
  readonly perfect?: number
  /** Most that may be paired of the photos whose other side is missing. */
  readonly odd?: number
}

/**
 * What the gate holds `local` to, by set; just under what is measured (docs/pairing.md) and never under the goals.
 * A wrong pair called sure fails any set.
 */
export const MINIMUMS: Readonly<Record<string, Minimum>> = {
  easy: { right: 0.98 },
  mixed: { right: 0.98 },
  'near-identical': { right: 0.6 },
  'odd-count': { right: 0.98 },
  duplicates: { right: 0.98 },
  'three-views': { right: 0.85 },
  'mixed-lighting': { right: 0.9 },
  banners: { right: 0.98 },
  labelled: { right: 0.9 },
  careful: { right: 0.995, perfect: 0.95 },
  'careful at once': { right: 0.97 },
  usual: { right: 0.985, perfect: 0.9 },
  'usual at once': { right: 0.94 },
  careless: { right: 0.98, perfect: 0.88 },
  'careless at once': { right: 0.91 },
  owners: { right: 0.985, perfect: 0.9 },
  'owners at once': { right: 0.94 },
  studio: { right: 0.985, perfect: 0.9 },
  'studio at once': { right: 0.95 },
  refolded: { right: 0.985, perfect: 0.9 },
  'refolded at once': { right: 0.95 },
  shop: { right: 0.995, perfect: 0.95 },
  'shop at once': { right: 0.97 },
  'usual-both': { right: 0.985, perfect: 0.9 },
  'usual-both at once': { right: 0.92 },
  'owners-both': { right: 0.985, perfect: 0.88 },
  'owners-both at once': { right: 0.93 },
  'studio-both': { right: 0.98, perfect: 0.85 },
  'studio-both at once': { right: 0.9 },
  'usual, odd': { right: 0.97, odd: 0.4 },
  'owners, odd': { right: 0.97, odd: 0.4 },
  'usual-both, odd': { right: 0.98, odd: 0.45 },
  'owners-both, odd': { right: 0.97, odd: 0.45 },
  packages: { right: 0.75 },
  views: { right: 0.5, found: 3 },
}

/** What is wrong with a result, in words; nothing for a good one. */
export function findProblems(set: string, tally: Tally): string[] {
  const least = MINIMUMS[set]
  return [
    ...(least && tally.right < least.right * tally.known ? [`under ${percent(least.right)}`] : []),
    ...(least?.found && tally.right < least.found ? [`fewer than ${least.found} right`] : []),
    ...(least?.perfect && tally.perfect < least.perfect * tally.draws
      ? [`fewer than ${percent(least.perfect)} of draws perfect`]
      : []),
    ...(least?.odd && tally.oddPaired > least.odd * tally.odd
      ? [`more than ${percent(least.odd)} of odd ones paired`]
      : []),
    ...(tally.wrongButSure > 0 ? ['a wrong pair is called sure'] : []),
  ]
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
