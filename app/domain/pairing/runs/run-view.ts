import type { PhotoView } from '../../photos/photo-view'
import type { Confidence } from '../grade-pair'
import type { Strategy } from '../strategies'

/** A proposed or accepted pair as the review desk shows it. */
export interface PairView {
  readonly id: string
  /** Sent back with every change: a pair somebody else changed meanwhile is not overwritten. */
  readonly version: number
  readonly front: PhotoView
  readonly back: PhotoView
  readonly score: number
  readonly confidence: Confidence
  readonly evidence: string[]
  readonly accepted: boolean
  readonly productId: string | null
}

export interface RunView {
  readonly id: string
  readonly strategy: Strategy
  readonly createdAt: string
  readonly finishedAt: string | null
  readonly costUsd: number
  readonly job: {
    readonly id: string
    readonly status: string
    readonly statusReason: string | null
    readonly done: number
    readonly total: number
  } | null
  readonly pairs: PairView[]
  readonly unpaired: PhotoView[]
  /** Photos of the run that were deleted since. */
  readonly lostPhotos: number
}

export interface RunSummary {
  readonly id: string
  readonly strategy: Strategy
  readonly createdAt: string
  readonly finishedAt: string | null
  readonly photos: number
  readonly proposed: number
  readonly accepted: number
  readonly costUsd: number
  readonly jobStatus: string | null
}
