/** What a reviewer does to a run. `version` is the pair as they saw it. */
export type PairChange =
  | {
      readonly kind: 'accept' | 'unaccept' | 'swap' | 'split' | 'restore'
      readonly pairId: string
      readonly version: number
    }
  | { readonly kind: 'accept-sure' }
  /** The new pair's id comes from the browser, which shows the pair before the server has answered. */
  | { readonly kind: 'join'; readonly id: string; readonly front: string; readonly back: string }

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
