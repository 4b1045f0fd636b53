import type { JobView } from '../../jobs/job-view'
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
  /** A person put these two together. */
  readonly byHand: boolean
  readonly accepted: boolean
  readonly productId: string | null
  /** Why it cannot become a product now: a photo is gone, or stands in another product. */
  readonly blocked: string | null
}

/** A photo of a run, with the reason why it has no partner where the run gave one. */
export type RunPhoto = PhotoView & { readonly note: string | null }

export interface RunView {
  readonly id: string
  readonly strategy: Strategy
  readonly createdAt: string
  readonly finishedAt: string | null
  readonly costUsd: number
  readonly job: JobView | null
  /** Grows with every change of a pair, whoever makes it: of two views the one with the greater is newer. */
  readonly revision: number
  readonly pairs: PairView[]
  /** Pairs that were split; an undo brings them back. */
  readonly rejected: PairView[]
  /** All photos of the run that are not deleted. */
  readonly photos: RunPhoto[]
  /** Those that stand in no pair. */
  readonly unpaired: RunPhoto[]
  /** Photos of the run that were deleted since. */
  readonly lostPhotos: number
  /** What the run has to tell: photos left out, what the model did not answer. */
  readonly notes: string[]
  /** The run this one was started beside. */
  readonly besideId: string | null
  /** The newest run that was started beside this one. */
  readonly comparedById: string | null
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
  /** A few of its photos, to recognise it by. */
  readonly sample: PhotoView[]
}
