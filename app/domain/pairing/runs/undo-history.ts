import { z } from 'zod'
import { pairChange, type ChangeResult, type PairChange } from './pair-change'

type Changed = Pick<ChangeResult, 'pairs' | 'split'>

/** The changes that take a change back, from what it answered. */
export function undoChange(change: PairChange, result: Changed): PairChange[] {
  const one = (kind: 'accept' | 'unaccept' | 'swap' | 'split' | 'restore'): PairChange[] =>
    result.pairs.map(({ id, version }) => ({ kind, pairId: id, version }))
  switch (change.kind) {
    case 'accept':
    case 'accept-sure':
      return one('unaccept')
    case 'unaccept':
      return one('accept')
    case 'swap':
      return one('swap')
    case 'split':
      return one('restore')
    case 'restore':
      return one('split')
    case 'join':
      return [
        ...one('split'),
        ...result.split.map(({ id, version }): PairChange => ({ kind: 'restore', pairId: id, version })),
      ]
  }
}

export interface UndoStep {
  /** What was done, in words: "Accepted shirt-01". */
  readonly what: string
  readonly changes: PairChange[]
}

/**
 * What can be taken back, newest first. An undo is itself a change and raises a pair's version, so the versions that
 * older steps remember would no longer fit; each undo therefore records that the pair is again as it was at the version
 * before. Somebody else's change in between breaks that chain, and the step is refused as a conflict, as it should be.
 */
export class UndoHistory {
  private constructor(
    private readonly steps: UndoStep[],
    private readonly same: Map<string, number>,
  ) {}

  /** The history that `text` holds ({@link toText}); an empty one for nothing, or for text of another make. */
  static from(text: string | null): UndoHistory {
    const kept = stored.safeParse(parseJson(text))
    return kept.success
      ? new UndoHistory(kept.data.steps, new Map(kept.data.same))
      : new UndoHistory([], new Map())
  }

  toText(): string {
    return JSON.stringify({ steps: this.steps.slice(-MOST_KEPT), same: [...this.same] })
  }

  get size(): number {
    return this.steps.length
  }

  record(what: string, change: PairChange, result: Changed): void {
    const changes = undoChange(change, result)
    if (changes.length > 0) this.steps.push({ what, changes })
  }

  /**
   * Removes the newest step; `send` is what to send for it now. Tell {@link undone} what the server answered, or
   * {@link putBack} that it did not.
   */
  take(): (UndoStep & { send: PairChange[] }) | undefined {
    const step = this.steps.pop()
    return step && { ...step, send: step.changes.map((change) => this.today(change)) }
  }

  putBack({ what, changes }: UndoStep): void {
    this.steps.push({ what, changes })
  }

  undone(step: UndoStep, result: Changed): void {
    step.changes.forEach((change, at) => {
      const now = result.pairs[at]
      if ('version' in change && now) this.same.set(keyOf(change.pairId, change.version - 1), now.version)
    })
  }

  private today(change: PairChange): PairChange {
    if (!('version' in change)) return change
    let { version } = change
    for (
      let later = this.same.get(keyOf(change.pairId, version));
      later !== undefined;
      later = this.same.get(keyOf(change.pairId, version))
    )
      version = later
    return { ...change, version }
  }
}

/** More than anybody takes back after a reload; the browser keeps 5 MB. */
const MOST_KEPT = 200

const stored = z.object({
  steps: z.array(z.object({ what: z.string(), changes: z.array(pairChange) })),
  same: z.array(z.tuple([z.string(), z.number()])),
})

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

const keyOf = (pairId: string, version: number): string => `${pairId} ${version}`
