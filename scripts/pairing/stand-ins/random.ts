/** Repeatable randomness (mulberry32): the same seed gives the same stand-ins on every machine. */
export class Random {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }

  /** Roughly normal around 0 with deviation `size`, never beyond 2.5 of it. */
  spread(size: number): number {
    const sum = this.next() + this.next() + this.next() + this.next() - 2
    return Math.max(-2.5, Math.min(2.5, sum * 1.732)) * size
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  shuffle<Item>(items: readonly Item[]): Item[] {
    const result = [...items]
    for (let at = result.length - 1; at > 0; at--) {
      const other = this.below(at + 1)
      const held = result[at]
      const moved = result[other]
      if (held === undefined || moved === undefined) continue
      result[at] = moved
      result[other] = held
    }
    return result
  }
}
