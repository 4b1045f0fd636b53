import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const header = z.tuple([z.literal('id'), z.literal('category'), z.literal('front'), z.literal('back')])

interface TruePair {
  readonly front: string
  readonly back: string
}

/** Pairs that are known, from a table with the columns id,category,front,back. */
export async function readTruth(file: string): Promise<TruePair[]> {
  const lines = (await readFile(file, 'utf8'))
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
  const rows = lines.map(cells)
  const columns = header.safeParse(rows[0]?.slice(0, 4))
  if (!columns.success) throw new Error(`${file}: the first line must be id,category,front,back`)
  return rows.slice(1).map((row, at) => {
    const [, , front, back] = row
    if (!front || !back) throw new Error(`${file}: line ${at + 2} names no front or no back`)
    return { front: front.replace(/^\.\//, ''), back: back.replace(/^\.\//, '') }
  })
}

/** One line of comma-separated values; quoted cells may hold commas and doubled quotes. */
function cells(line: string): string[] {
  const found = line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)
  return [...found].map(([, cell]) =>
    (cell ?? '')
      .trim()
      .replace(/^"(.*)"$/s, '$1')
      .replaceAll('""', '"'),
  )
}

export interface Accuracy {
  readonly known: number
  readonly right: number
  readonly sidesRight: number
  readonly perfect: boolean
  readonly wrongButSure: number
  readonly sure: number
  readonly calibration: ReadonlyArray<{
    readonly from: number
    readonly to: number
    readonly pairs: number
    readonly right: number
    readonly said: number
  }>
}

interface Answer {
  readonly front: string
  readonly back: string
  readonly score: number
  readonly confidence: string
}

const BINS = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 1.0001]

/** A proposed pair is right when the truth pairs the same two photos, whichever is called the front. */
export function compareTruth(answers: readonly Answer[], truth: readonly TruePair[]): Accuracy {
  const partner = new Map<string, TruePair>()
  for (const pair of truth) {
    partner.set(pair.front, pair)
    partner.set(pair.back, pair)
  }
  const judged = answers.map((answer) => {
    const known = partner.get(answer.front)
    const right = known !== undefined && known === partner.get(answer.back) && answer.front !== answer.back
    return { ...answer, right, sideRight: right && known.front === answer.front }
  })
  const right = judged.filter((answer) => answer.right).length
  const sure = judged.filter((answer) => answer.confidence === 'sure')
  return {
    known: truth.length,
    right,
    sidesRight: judged.filter((answer) => answer.sideRight).length,
    perfect: right === truth.length && judged.length === right,
    sure: sure.length,
    wrongButSure: sure.filter((answer) => !answer.right).length,
    calibration: BINS.slice(0, -1).map((from, at) => {
      const to = BINS[at + 1] ?? 1
      const inside = judged.filter((answer) => answer.score >= from && answer.score < to)
      const said = inside.reduce((sum, answer) => sum + answer.score, 0) / Math.max(1, inside.length)
      return {
        from,
        to: Math.min(1, to),
        pairs: inside.length,
        right: inside.filter((answer) => answer.right).length,
        said,
      }
    }),
  }
}
