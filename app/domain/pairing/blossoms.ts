import { BlossomTable, EVEN, FREE, ODD } from './blossom-table'

/**
 * Maximum-weight matching in a general graph, O(n³): the primal-dual form of Edmonds' algorithm
 * with a dense table of edges.
 *
 * Our own rather than the `edmonds-blossom` package: that one was last touched in 2014, is
 * untyped, and needs lists of edges that make 600 dense photos slow. Proven against brute force
 * in match-pairs.test.ts.
 */
export class Blossoms extends BlossomTable {
  /** Adds an edge; whole, positive weights only. */
  offer(u: number, v: number, weight: number): void {
    this.weight[u * this.side + v] = weight
    this.weight[v * this.side + u] = weight
  }

  solve(): Array<readonly [number, number]> {
    let heaviest = 0
    for (let u = 1; u <= this.count; u++)
      for (let v = 1; v <= this.count; v++) heaviest = Math.max(heaviest, this.weight[u * this.side + v])
    for (let u = 1; u <= this.count; u++) this.label[u] = heaviest
    while (this.grow());
    const pairs: Array<readonly [number, number]> = []
    for (let u = 1; u <= this.count; u++) if (this.mate[u] > u) pairs.push([u, this.mate[u]])
    return pairs
  }

  private commonAncestor(first: number, second: number): number {
    let u = first
    let v = second
    this.stamp++
    while (u !== 0 || v !== 0) {
      if (u !== 0) {
        if (this.seen[u] === this.stamp) return u
        this.seen[u] = this.stamp
        u = this.outer[this.mate[u]]
        if (u !== 0) u = this.outer[this.parent[u]]
      }
      ;[u, v] = [v, u]
    }
    return 0
  }

  private shrink(u: number, ancestor: number, v: number): void {
    let b = this.count + 1
    while (b <= this.used && this.outer[b] !== 0) b++
    if (b > this.used) this.used++
    this.label[b] = 0
    this.state[b] = EVEN
    this.mate[b] = this.mate[ancestor]
    const climb = (start: number): number[] => {
      const path: number[] = []
      for (let x = start; x !== ancestor;) {
        const y = this.outer[this.mate[x]]
        path.push(x, y)
        this.enqueue(y)
        x = this.outer[this.parent[y]]
      }
      return path
    }
    const left = climb(u).reverse()
    this.cycle[b] = [ancestor, ...left, ...climb(v)]
    this.setOuter(b, b)
    const { side } = this
    for (let x = 1; x <= this.used; x++) this.weight[b * side + x] = this.weight[x * side + b] = 0
    for (let x = 1; x <= this.count; x++) this.entry[b * side + x] = 0
    for (const part of this.cycle[b]) {
      for (let x = 1; x <= this.used; x++)
        if (this.weight[b * side + x] === 0 || this.cost(part, x) < this.cost(b, x)) {
          this.copyEdge(part, x, b, x)
          this.copyEdge(x, part, x, b)
        }
      for (let x = 1; x <= this.count; x++)
        if (this.entry[part * side + x] !== 0) this.entry[b * side + x] = part
    }
    this.resetSlack(b)
  }

  private expand(b: number): void {
    for (const part of this.cycle[b]) this.setOuter(part, part)
    const entry = this.entry[b * this.side + this.from[b * this.side + this.parent[b]]]
    const place = this.evenPlace(b, entry)
    const cycle = this.cycle[b]
    for (let i = 0; i < place; i += 2) {
      const odd = cycle[i]
      const even = cycle[i + 1]
      this.parent[odd] = this.from[even * this.side + odd]
      this.state[odd] = ODD
      this.state[even] = EVEN
      this.slack[odd] = 0
      this.resetSlack(even)
      this.enqueue(even)
    }
    this.state[entry] = ODD
    this.parent[entry] = this.parent[b]
    for (let i = place + 1; i < cycle.length; i++) {
      this.state[cycle[i]] = FREE
      this.resetSlack(cycle[i])
    }
    this.outer[b] = 0
  }

  /** A usable edge was found; true when it completed an augmenting path. */
  private follow(at: number): boolean {
    const u = this.outer[this.from[at]]
    const v = this.outer[this.to[at]]
    if (this.state[v] === FREE) {
      this.parent[v] = this.from[at]
      this.state[v] = ODD
      const next = this.outer[this.mate[v]]
      this.slack[v] = this.slack[next] = 0
      this.state[next] = EVEN
      this.enqueue(next)
    } else if (this.state[v] === EVEN) {
      const ancestor = this.commonAncestor(u, v)
      if (ancestor === 0) {
        this.augment(u, v)
        this.augment(v, u)
        return true
      }
      this.shrink(u, ancestor, v)
    }
    return false
  }

  /** One stage: grows alternating trees until the matching gains a pair; false when it cannot. */
  private grow(): boolean {
    const { count, side } = this
    this.state.fill(FREE)
    this.slack.fill(0)
    this.queue = []
    for (let x = 1; x <= this.used; x++)
      if (this.outer[x] === x && this.mate[x] === 0) {
        this.parent[x] = 0
        this.state[x] = EVEN
        this.enqueue(x)
      }
    if (this.queue.length === 0) return false
    for (;;) {
      for (let head = 0; head < this.queue.length; head++) {
        const u = this.queue[head]
        if (this.state[this.outer[u]] === ODD) continue
        for (let v = 1; v <= count; v++) {
          if (this.weight[u * side + v] <= 0 || this.outer[u] === this.outer[v]) continue
          if (this.cost(u, v) === 0) {
            if (this.follow(u * side + v)) return true
          } else this.updateSlack(u, this.outer[v])
        }
      }
      const step = this.dualStep()
      if (!this.moveDuals(step)) return false
      this.queue = []
      for (let x = 1; x <= this.used; x++) {
        const s = this.slack[x]
        if (
          this.outer[x] === x &&
          s !== 0 &&
          this.outer[s] !== x &&
          this.cost(s, x) === 0 &&
          this.follow(s * side + x)
        )
          return true
      }
      for (let b = count + 1; b <= this.used; b++)
        if (this.outer[b] === b && this.state[b] === ODD && this.label[b] === 0) this.expand(b)
    }
  }

  private dualStep(): number {
    let step = Infinity
    for (let b = this.count + 1; b <= this.used; b++)
      if (this.outer[b] === b && this.state[b] === ODD) step = Math.min(step, this.label[b] / 2)
    for (let x = 1; x <= this.used; x++) {
      if (this.outer[x] !== x || this.slack[x] === 0) continue
      const cost = this.cost(this.slack[x], x)
      if (this.state[x] === FREE) step = Math.min(step, cost)
      else if (this.state[x] === EVEN) step = Math.min(step, cost / 2)
    }
    return step
  }

  /** Moves the duals; false when a free vertex reaches zero, where more pairs would lose weight. */
  private moveDuals(step: number): boolean {
    for (let u = 1; u <= this.count; u++) {
      const state = this.state[this.outer[u]]
      if (state === EVEN) {
        if (this.label[u] <= step) return false
        this.label[u] -= step
      } else if (state === ODD) this.label[u] += step
    }
    for (let b = this.count + 1; b <= this.used; b++) {
      if (this.outer[b] !== b) continue
      if (this.state[b] === EVEN) this.label[b] += 2 * step
      else if (this.state[b] === ODD) this.label[b] -= 2 * step
    }
    return true
  }
}
