/** Why a run ends before its work does. None of them is a failure of the job. */
export type InterruptionKind =
  /** Another worker has the lease, or the job is gone: write nothing more. */
  | 'lost'
  | 'shutdown'
  /** Others wait; this job had its turn. */
  | 'yield'
  | 'cancel'
  | 'pause'
  /** Alive but without progress for the catalogue's limit. */
  | 'wedged'

export class Interruption extends Error {
  override readonly name = 'Interruption'
  constructor(readonly kind: InterruptionKind) {
    super(`The run was interrupted: ${kind}.`)
  }
}
