interface Item {
  id: string
  hash: string
}

/**
 * Groups of photos that have the same hash or one that is near it, directly or through others; singles left out.
 *
 * `near` says which hashes are; `distinct` which photos (pairKey) are not to be joined whatever their hashes. Photos with
 * no such mark join everything near them, so one of them stands for all: the work grows with the photos and the pairs of
 * near hashes, not with the square of a group. Only marked photos are compared with one another.
 */
export function groupNearPhotos<T extends Item>(
  photos: T[],
  near: Iterable<readonly [string, string]>,
  distinct: { has(one: string, other: string): boolean; isMarked(id: string): boolean },
): T[][] {
  const sets = disjointSets(photos.length)
  const buckets = new Map<string, Bucket>()
  photos.forEach(({ id, hash }, index) => {
    const bucket = buckets.get(hash) ?? { all: [], marked: [], free: undefined }
    buckets.set(hash, bucket)
    bucket.all.push(index)
    if (distinct.isMarked(id)) bucket.marked.push(index)
    else bucket.free ??= index
  })
  const mayJoin = (left: number, right: number) => {
    const [one, other] = [photos[left], photos[right]]
    return one !== undefined && other !== undefined && !distinct.has(one.id, other.id)
  }
  const joinAll = (left: Bucket, right: Bucket) => {
    if (left.free !== undefined) for (const index of right.all) sets.join(left.free, index)
    if (right.free !== undefined) for (const index of left.all) sets.join(right.free, index)
    for (const one of left.marked)
      for (const other of right.marked) if (mayJoin(one, other)) sets.join(one, other)
  }
  for (const bucket of buckets.values()) joinAll(bucket, bucket)
  for (const [hash, otherHash] of near) {
    const [left, right] = [buckets.get(hash), buckets.get(otherHash)]
    if (left && right) joinAll(left, right)
  }
  const groups = new Map<number, T[]>()
  photos.forEach((photo, index) => {
    const root = sets.root(index)
    const group = groups.get(root)
    if (group) group.push(photo)
    else groups.set(root, [photo])
  })
  return [...groups.values()].filter((group) => group.length > 1)
}

/** Positions of the photos that have one hash. */
interface Bucket {
  all: number[]
  marked: number[]
  /** The first that nobody has judged. */
  free: number | undefined
}

function disjointSets(size: number) {
  const parent = Uint32Array.from({ length: size }, (_, index) => index)
  const root = (index: number): number => {
    let top = index
    while (parent[top] !== top) {
      const above = parent[top] ?? top
      parent[top] = parent[above] ?? above
      top = parent[top] ?? top
    }
    return top
  }
  return { root, join: (a: number, b: number) => void (parent[root(b)] = root(a)) }
}
