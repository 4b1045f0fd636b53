import { z } from 'zod'

/** What a reviewer does to a run. `version` is the pair as they saw it. */
export const pairChange = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['accept', 'unaccept', 'swap', 'split', 'restore']),
    pairId: z.uuid(),
    version: z.number().int().nonnegative(),
  }),
  z.object({ kind: z.literal('accept-sure') }),
  // The new pair's id comes from the browser, which shows the pair before the server has answered.
  z.object({ kind: z.literal('join'), id: z.uuid(), front: z.uuid(), back: z.uuid() }),
])
export type PairChange = Readonly<z.infer<typeof pairChange>>

export interface ChangedPair {
  readonly id: string
  readonly version: number
}

export interface ChangeResult {
  /** Pairs that were changed or made, as they are now. */
  readonly pairs: ChangedPair[]
  /** Pairs that `join` took apart to free its photos. */
  readonly split: ChangedPair[]
  /** The run after the change; see RunView. */
  readonly revision: number
}

/** The only evidence of a pair that a person made. */
export const BY_HAND = 'paired by hand'
