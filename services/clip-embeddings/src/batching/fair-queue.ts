/**
 * A queue that serves its callers in turn: a caller with one item waits for one
 * item of each other caller, not for the thousand that came before it. Within a
 * caller the order is kept. Urgent items (the readiness probe) go first.
 */
export class FairQueue<T> {
  readonly #callers = new Map<symbol, T[]>()
  readonly #urgent: T[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  get hasUrgent(): boolean {
    return this.#urgent.length > 0
  }

  push(caller: symbol, item: T): void {
    const items = this.#callers.get(caller)
    if (items) items.push(item)
    else this.#callers.set(caller, [item])
    this.#size++
  }

  pushUrgent(item: T): void {
    this.#urgent.push(item)
    this.#size++
  }

  shift(): T | undefined {
    const urgent = this.#urgent.shift()
    if (urgent !== undefined) {
      this.#size--
      return urgent
    }
    const next = this.#callers.entries().next()
    if (next.done) return undefined
    const [caller, items] = next.value
    const item = items.shift()
    // A Map keeps insertion order: taking the caller out and putting it back sends it to the end of the round.
    this.#callers.delete(caller)
    if (items.length > 0) this.#callers.set(caller, items)
    this.#size--
    return item
  }

  /** Takes out everything a caller still has waiting. */
  remove(caller: symbol): T[] {
    const items = this.#callers.get(caller) ?? []
    this.#callers.delete(caller)
    this.#size -= items.length
    return items
  }
}
