export const FREE = -1
export const EVEN = 0
export const ODD = 1

/**
 * What {@link Blossoms} keeps: edges, duals, mates and the alternating trees, and the steps that change them without
 * choosing. Vertices are 1…n, blossoms (odd cycles shrunk to one vertex) n+1…; 0 means none. Between two of them the
 * table holds the edge of least reduced cost, by the vertices it really joins (`from`, `to`). `label` holds the dual
 * values, doubled so that they stay whole.
 */
export class BlossomTable {
  protected readonly side: number
  protected readonly from: Int32Array
  protected readonly to: Int32Array
  protected readonly weight: Float64Array
  protected readonly label: Float64Array
  protected readonly mate: Int32Array
  protected readonly slack: Int32Array
  protected readonly outer: Int32Array
  protected readonly parent: Int32Array
  protected readonly state: Int8Array
  protected readonly seen: Int32Array
  protected readonly entry: Int32Array
  protected readonly cycle: number[][] = []
  protected queue: number[] = []
  protected used: number
  protected stamp = 0

  constructor(protected readonly count: number) {
    this.side = count + Math.floor(count / 2) + 2
    const cells = this.side * this.side
    this.from = new Int32Array(cells)
    this.to = new Int32Array(cells)
    this.weight = new Float64Array(cells)
    this.entry = new Int32Array(cells)
    this.label = new Float64Array(this.side)
    this.mate = new Int32Array(this.side)
    this.slack = new Int32Array(this.side)
    this.outer = new Int32Array(this.side)
    this.parent = new Int32Array(this.side)
    this.state = new Int8Array(this.side)
    this.seen = new Int32Array(this.side)
    this.used = count
    for (let u = 0; u < this.side; u++) {
      this.cycle.push([])
      this.outer[u] = u <= count ? u : 0
      for (let v = 0; v < this.side; v++) {
        this.from[u * this.side + v] = u
        this.to[u * this.side + v] = v
      }
      if (u <= count) this.entry[u * this.side + u] = u
    }
  }

  /** Reduced cost of the edge stored at (u, v): zero means it may be used. */
  protected cost(u: number, v: number): number {
    const a = this.from[u * this.side + v]
    const b = this.to[u * this.side + v]
    return this.label[a] + this.label[b] - 2 * this.weight[a * this.side + b]
  }

  protected updateSlack(u: number, x: number): void {
    if (this.slack[x] === 0 || this.cost(u, x) < this.cost(this.slack[x], x)) this.slack[x] = u
  }

  protected resetSlack(x: number): void {
    this.slack[x] = 0
    for (let u = 1; u <= this.count; u++)
      if (this.weight[u * this.side + x] > 0 && this.outer[u] !== x && this.state[this.outer[u]] === EVEN)
        this.updateSlack(u, x)
  }

  protected enqueue(x: number): void {
    if (x <= this.count) this.queue.push(x)
    else for (const part of this.cycle[x]) this.enqueue(part)
  }

  protected setOuter(x: number, blossom: number): void {
    this.outer[x] = blossom
    if (x > this.count) for (const part of this.cycle[x]) this.setOuter(part, blossom)
  }

  /** Place of `part` on its cycle, the cycle turned round if needed so that the way there is even. */
  protected evenPlace(blossom: number, part: number): number {
    const cycle = this.cycle[blossom]
    const place = cycle.indexOf(part)
    if (place % 2 === 0) return place
    this.cycle[blossom] = [cycle[0], ...cycle.slice(1).reverse()]
    return cycle.length - place
  }

  protected setMate(u: number, v: number): void {
    const at = u * this.side + v
    this.mate[u] = this.to[at]
    if (u <= this.count) return
    const part = this.entry[u * this.side + this.from[at]]
    const place = this.evenPlace(u, part)
    const cycle = this.cycle[u]
    for (let i = 0; i < place; i++) this.setMate(cycle[i], cycle[i ^ 1])
    this.setMate(part, v)
    this.cycle[u] = [...cycle.slice(place), ...cycle.slice(0, place)]
  }

  protected augment(from: number, to: number): void {
    let u = from
    let v = to
    for (;;) {
      const next = this.outer[this.mate[u]]
      this.setMate(u, v)
      if (next === 0) return
      const above = this.outer[this.parent[next]]
      this.setMate(next, above)
      u = above
      v = next
    }
  }

  protected copyEdge(u: number, v: number, intoU: number, intoV: number): void {
    const source = u * this.side + v
    const target = intoU * this.side + intoV
    this.from[target] = this.from[source]
    this.to[target] = this.to[source]
    this.weight[target] = this.weight[source]
  }
}
