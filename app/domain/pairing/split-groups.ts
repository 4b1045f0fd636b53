/**
 * Splits photos too many for one request into groups of at most `most`, keeping likely partners together: pairs the
 * local matching made are never parted, and each group is filled with what its members resemble most.
 */
export function splitGroups(
  names: readonly string[],
  pairs: ReadonlyArray<{ readonly front: string; readonly back: string }>,
  weightOf: (first: string, second: string) => number,
  most: number,
): string[][] {
  if (names.length <= most) return [[...names]]
  const paired = new Set(pairs.flatMap((pair) => [pair.front, pair.back]))
  const units = [
    ...pairs.map((pair) => [pair.front, pair.back]),
    ...names.filter((name) => !paired.has(name)).map((name) => [name]),
  ]
  const open = new Set(units)
  const groups: string[][] = []
  for (const seed of units) {
    if (!open.delete(seed)) continue
    const group = [...seed]
    const ranked = [...open]
      .map((unit) => ({
        unit,
        closeness: Math.max(...unit.flatMap((name) => seed.map((member) => weightOf(name, member)))),
      }))
      .sort((p, q) => q.closeness - p.closeness)
    for (const { unit } of ranked) {
      if (group.length + unit.length > most) continue
      group.push(...unit)
      open.delete(unit)
    }
    groups.push(group)
  }
  return groups
}
