import { ServiceError, asServiceError } from '../errors.ts'
import type { BatchSizer } from './batch-sizer.ts'
import { FairQueue } from './fair-queue.ts'

/** An answer, or why there is none: one bad item never fails its neighbours. */
export type Outcome<Answer extends object = { vector: Float32Array }> = Answer | { error: ServiceError }

export interface LaneOptions<Input, Prepared, Answer extends object> {
  queueLength: number
  /** Says how many items the next batch should have, and learns from how long it took. */
  sizer: Pick<BatchSizer, 'aim' | 'record' | 'secondsAnItem'>
  batchWaitMs: number
  /** How many items are prepared (decoded) at once, while a batch is being computed. */
  prepareConcurrency: number
  prepare(input: Input): Promise<Prepared> | Prepared
  /** How many batches are computed at once: one a session of the model. */
  inferConcurrency: number
  infer(batch: Prepared[]): Promise<Outcome<Answer>[]>
  /** False while the other lane should have the machine to itself. */
  mayStart?: () => boolean
  onBatch?: (size: number, seconds: number) => void
  /** Called whenever items were answered or given up: the moment another lane may look at `pending`. */
  onProgress?: () => void
}

interface Item<Input, Answer extends object> {
  input: Input
  caller: symbol
  urgent: boolean
  /** Set once: by the answer, by the caller hanging up, or by the time limit. */
  settled: boolean
  settle(outcome: Outcome<Answer>): void
}

interface Ready<Input, Prepared, Answer extends object> {
  item: Item<Input, Answer>
  prepared: Prepared
  since: number
}

/**
 * Merges items of all callers into batches: queue → prepare (several at once)
 * → batch → infer (one batch a session). While batches compute, the next ones are
 * being decoded, one batch more than there are sessions: memory stays bounded
 * however long the queue is, and a newcomer waits behind few items already prepared.
 */
export class BatchLane<Input, Prepared, Answer extends object = { vector: Float32Array }> {
  readonly #options: LaneOptions<Input, Prepared, Answer>
  readonly #queue = new FairQueue<Item<Input, Answer>>()
  #ready: Ready<Input, Prepared, Answer>[] = []
  #preparing = 0
  /** Items and batches being computed. */
  #inferring = 0
  #batches = 0
  #timer: NodeJS.Timeout | undefined
  #idle: (() => void)[] = []

  constructor(options: LaneOptions<Input, Prepared, Answer>) {
    this.#options = options
  }

  /** Items taken and not yet answered. */
  get pending(): number {
    return this.#queue.size + this.#preparing + this.#ready.length + this.#inferring
  }

  /** A guess of the seconds until what is queued now is done, for `Retry-After`. */
  get backlogSeconds(): number {
    return Math.max(1, Math.min(60, Math.ceil(this.pending * this.#options.sizer.secondsAnItem)))
  }

  /**
   * Takes all items or none: half a request in the queue would be work whose
   * answer is thrown away. The signal's `reason` becomes the outcome of every
   * item not yet answered, and what is still queued is taken out.
   */
  submit(inputs: Input[], signal?: AbortSignal): Promise<Outcome<Answer>[]> {
    if (this.#queue.size + inputs.length > this.#options.queueLength) {
      throw new ServiceError(
        'QUEUE_FULL',
        `The queue holds ${this.#queue.size} items and takes no ${inputs.length} more.`,
        {
          retryAfter: this.backlogSeconds,
        },
      )
    }
    const caller = Symbol('caller')
    const items: Item<Input, Answer>[] = []
    const outcomes = inputs.map((input) => {
      const { item, outcome } = makeItem<Input, Answer>(input, caller, false)
      items.push(item)
      this.#queue.push(caller, item)
      return outcome
    })
    const abandon = () => {
      this.#queue.remove(caller)
      const error = asServiceError(signal?.reason)
      for (const item of items) item.settle({ error })
      this.#advance()
      this.#options.onProgress?.()
    }
    if (signal?.aborted) abandon()
    else signal?.addEventListener('abort', abandon, { once: true })
    this.#advance()
    return Promise.all(outcomes).finally(() => signal?.removeEventListener('abort', abandon))
  }

  /** One item ahead of everything queued, whatever the queue's length: for the readiness probe only. */
  submitUrgent(input: Input): Promise<Outcome<Answer>> {
    const { item, outcome } = makeItem<Input, Answer>(input, Symbol('urgent'), true)
    this.#queue.pushUrgent(item)
    this.#advance()
    return outcome
  }

  /** To be called when `mayStart` may have changed its mind. */
  wake(): void {
    this.#advance()
  }

  /** Resolves when everything taken has been answered. */
  async drain(): Promise<void> {
    if (this.pending > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  #advance(): void {
    if (this.pending === 0) {
      for (const resolve of this.#idle.splice(0)) resolve()
      return
    }
    if (this.#options.mayStart?.() === false) return
    // What was given up meanwhile must not take the places of what could be prepared.
    this.#ready = this.#ready.filter(({ item }) => !item.settled)
    this.#inferMore()
    this.#prepareMore()
  }

  #prepareMore(): void {
    const { prepareConcurrency, inferConcurrency } = this.#options
    const ahead = (inferConcurrency + 1) * this.#options.sizer.aim()
    const mayPrepare = () =>
      this.#preparing < prepareConcurrency &&
      (this.#preparing + this.#ready.length < ahead || this.#queue.hasUrgent)
    while (mayPrepare()) {
      const item = this.#queue.shift()
      if (!item) return
      if (item.settled) continue
      this.#preparing++
      void this.#prepare(item)
    }
  }

  async #prepare(item: Item<Input, Answer>): Promise<void> {
    try {
      const prepared = await this.#options.prepare(item.input)
      const ready = { item, prepared, since: performance.now() }
      if (item.urgent) this.#ready.unshift(ready)
      else if (!item.settled) this.#ready.push(ready)
    } catch (error) {
      item.settle({ error: asServiceError(error) })
    }
    this.#preparing--
    this.#advance()
  }

  #inferMore(): void {
    while (this.#batches < this.#options.inferConcurrency && this.#inferNext());
  }

  /** Begins one batch; false when there is none to begin yet. */
  #inferNext(): boolean {
    const first = this.#ready[0]
    if (!first) return false
    const size = this.#options.sizer.aim()
    const wait = this.#options.batchWaitMs - (performance.now() - first.since)
    // A full batch goes at once, a smaller one after the few milliseconds in which others may join.
    if (this.#ready.length < size && !first.item.urgent && wait > 0) {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined
        this.#advance()
      }, Math.ceil(wait))
      return false
    }
    const batch = this.#ready.splice(0, size)
    this.#batches++
    this.#inferring += batch.length
    void this.#infer(batch)
    return true
  }

  async #infer(batch: Ready<Input, Prepared, Answer>[]): Promise<void> {
    const started = performance.now()
    const outcomes = await this.#inferOrSplit(batch.map((ready) => ready.prepared))
    batch.forEach(({ item }, index) => {
      item.settle(
        outcomes[index] ?? { error: new ServiceError('INTERNAL', 'An item was lost in its batch.') },
      )
    })
    const seconds = (performance.now() - started) / 1000
    this.#options.sizer.record(batch.length, seconds)
    this.#options.onBatch?.(batch.length, seconds)
    this.#batches--
    this.#inferring -= batch.length
    this.#advance()
    this.#options.onProgress?.()
  }

  /** A batch that fails is tried again item by item, so that only the guilty one fails. */
  async #inferOrSplit(batch: Prepared[]): Promise<Outcome<Answer>[]> {
    try {
      return await this.#options.infer(batch)
    } catch (error) {
      const only = batch.length === 1
      if (only) return [{ error: asServiceError(error) }]
      const outcomes: Outcome<Answer>[] = []
      for (const one of batch) outcomes.push(...(await this.#inferOrSplit([one])))
      return outcomes
    }
  }
}

function makeItem<Input, Answer extends object>(input: Input, caller: symbol, urgent: boolean) {
  let resolve: (outcome: Outcome<Answer>) => void = () => {}
  const outcome = new Promise<Outcome<Answer>>((done) => (resolve = done))
  const item: Item<Input, Answer> = {
    input,
    caller,
    urgent,
    settled: false,
    settle(result) {
      if (item.settled) return
      item.settled = true
      resolve(result)
    },
  }
  return { item, outcome }
}
