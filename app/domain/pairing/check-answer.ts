import { z } from 'zod'

/** The shape both the strict JSON schema and the parser hold the model to. */
export const directAnswer = z.object({
  pairs: z.array(
    z.object({
      front: z.number().int(),
      back: z.number().int(),
      certainty: z.enum(['high', 'medium', 'low']),
      reason: z.string(),
    }),
  ),
  unpaired: z.array(z.number().int()),
})
type DirectAnswer = z.infer<typeof directAnswer>
export type DirectPair = DirectAnswer['pairs'][number]

export interface CheckedAnswer {
  /** Pairs that name two different known photos, none of them used twice. */
  readonly pairs: DirectPair[]
  /** Photos that no valid pair holds and that the model did not set aside either. */
  readonly missing: number[]
  readonly unpaired: number[]
  /** What is wrong, in words that can be sent back. */
  readonly problems: string[]
}

/**
 * Holds an answer against the photos that were sent (numbered from 1). A photo in two pairs spoils both: which of
 * them was meant cannot be known, and a wrong product costs more than a question.
 */
export function checkAnswer(answer: DirectAnswer, count: number): CheckedAnswer {
  const problems: string[] = []
  const known = (photo: number): boolean => photo >= 1 && photo <= count
  const uses = new Map<number, number>()
  const sound = answer.pairs.filter((pair) => {
    const unknown = [pair.front, pair.back].filter((photo) => !known(photo))
    for (const photo of unknown)
      problems.push(`There is no photo ${photo}; photos are numbered 1 to ${count}.`)
    if (unknown.length > 0) return false
    if (pair.front === pair.back) {
      problems.push(`Photo ${pair.front} is paired with itself.`)
      return false
    }
    for (const photo of [pair.front, pair.back]) uses.set(photo, (uses.get(photo) ?? 0) + 1)
    return true
  })
  for (const [photo, times] of uses) if (times > 1) problems.push(`Photo ${photo} is in ${times} pairs.`)
  const pairs = sound.filter((pair) => uses.get(pair.front) === 1 && uses.get(pair.back) === 1)
  const placed = new Set(pairs.flatMap((pair) => [pair.front, pair.back]))
  const unpaired = [...new Set(answer.unpaired)].filter((photo) => known(photo) && !uses.has(photo))
  for (const photo of new Set(answer.unpaired)) {
    if (!known(photo)) problems.push(`There is no photo ${photo}; photos are numbered 1 to ${count}.`)
    else if (uses.has(photo)) problems.push(`Photo ${photo} is both in a pair and unpaired.`)
  }
  const aside = new Set(unpaired)
  const missing: number[] = []
  for (let photo = 1; photo <= count; photo++) {
    if (placed.has(photo) || aside.has(photo)) continue
    missing.push(photo)
    if (!uses.has(photo)) problems.push(`Photo ${photo} is in no pair and not listed as unpaired.`)
  }
  return { pairs, missing, unpaired, problems }
}
