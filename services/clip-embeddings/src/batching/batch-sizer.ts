/** How many batches of a size are tried before its time is believed. */
const TRIALS = 5
/** After this many batches the sizes beside the best one are tried again: a machine's load changes. */
const RECHECK = 64
/** A larger batch must take so much less time an item to be worth its memory and its wait; less is noise besides. */
const GAIN = 0.93
/** A batch may not cost more than this, expected: a slow model must not hold its lane for seconds. */
const BUDGET_SECONDS = 1

/**
 * Finds the batch size at which this model on this machine embeds most. It is
 * not always the largest: on two cores recto-mini (a small convolutional network)
 * is no faster in sixteens than one by one, while a GPU wants all it can get. So it
 * is measured in passing, on powers of two, from one upwards for as long as doubling
 * pays: ONNX Runtime keeps the memory of the largest batch it has ever seen.
 */
export class BatchSizer {
  readonly #sizes: number[] = []
  readonly #times = new Map<number, { seconds: number; trials: number }>()
  /** Sizes that ran once. The first run of a shape also pays for the runtime's plan of it: it teaches nothing. */
  readonly #warm = new Set<number>()
  #batches = 0

  constructor(largest: number) {
    for (let size = 1; size < largest; size *= 2) this.#sizes.push(size)
    this.#sizes.push(largest)
  }

  /**
   * The size to aim for now: the next one to try while doubling pays, else the best. Where so few
   * items come that a size is never reached, it stays the aim, and each batch takes what there is.
   */
  aim(): number {
    const allowed = this.#sizes.filter((size) => this.#seconds(size) * size <= BUDGET_SECONDS)
    const sizes = allowed.length > 0 ? allowed : [1]
    const untried = sizes.find((size) => (this.#times.get(size)?.trials ?? 0) < TRIALS)
    const best = this.#best(sizes)
    // One size beyond the best was tried and did not pay: those beyond it are left alone.
    const climbing = sizes.indexOf(untried ?? best) <= sizes.indexOf(best) + 1
    if (untried !== undefined && climbing) return untried
    const turn = this.#batches % RECHECK
    if (turn > 1) return best
    // Also those that were over the budget: what made them slow (a suspended machine, say) may be over.
    const possible = this.#sizes.filter((size) => this.secondsAnItem * size <= BUDGET_SECONDS)
    return possible[possible.indexOf(best) + (turn === 0 ? 1 : -1)] ?? best
  }

  /** Seconds an item at the best size so far; 0 before anything was measured. */
  get secondsAnItem(): number {
    const known = [...this.#times.values()].map((time) => time.seconds)
    return known.length === 0 ? 0 : Math.min(...known)
  }

  record(size: number, seconds: number): void {
    this.#batches++
    if (!this.#warm.has(size)) {
      this.#warm.add(size)
      return
    }
    const each = seconds / size
    const known = this.#times.get(size)
    // An item alone is no trial of a larger size, but tells something for the budget. A size over the budget runs too
    // seldom for a mean to forget why it was: its newest time counts alone.
    const fresh = !known || known.seconds * size > BUDGET_SECONDS
    const mean = fresh ? each : 0.8 * known.seconds + 0.2 * each
    this.#times.set(size, { seconds: mean, trials: (known?.trials ?? 0) + 1 })
  }

  /** What an item takes at this size: measured, or guessed from what is known. */
  #seconds(size: number): number {
    return this.#times.get(size)?.seconds ?? this.secondsAnItem
  }

  #best(sizes: number[]): number {
    let best = sizes[0] ?? 1
    for (const size of sizes) {
      const time = this.#times.get(size)
      if (time && time.seconds < GAIN * (this.#times.get(best)?.seconds ?? Infinity)) best = size
    }
    return best
  }
}
