/**
 * The share of two rankings that is the same, whatever the order: 1 when both show the same photos. Rankings that are
 * cut at the band `weak` may be of different length; the longer one counts.
 */
export function overlapOf(one: readonly string[], other: readonly string[]): number {
  const longest = Math.max(one.length, other.length)
  if (longest === 0) return 1
  const among = new Set(other)
  return one.filter((id) => among.has(id)).length / longest
}
