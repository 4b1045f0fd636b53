/**
 * How far each chosen pair is ahead of everything else that could have been: trading partners with one other pair,
 * taking a left-over photo instead, or standing alone. The margin is what the whole matching would lose by the best.
 */
export function weighAlternatives(
  count: number,
  weightOf: (first: number, second: number) => number,
  chosen: ReadonlyArray<readonly [number, number]>,
): Array<{ margin: number; rival: number | null }> {
  const paired = new Uint8Array(count)
  for (const [first, second] of chosen) paired[first] = paired[second] = 1
  const alone: number[] = []
  for (let photo = 0; photo < count; photo++) if (paired[photo] === 0) alone.push(photo)

  return chosen.map(([first, second], own) => {
    const weight = weightOf(first, second)
    let margin = weight
    let rival: number | null = null
    const consider = (loss: number, other: number): void => {
      if (loss < margin) {
        margin = loss
        rival = other
      }
    }
    for (const photo of alone) {
      consider(weight - weightOf(first, photo), photo)
      consider(weight - weightOf(second, photo), photo)
    }
    chosen.forEach(([third, fourth], at) => {
      if (at === own) return
      // why max with 0: the last ones lie below the floor, and count as two that stand alone.
      const together = weight + Math.max(0, weightOf(third, fourth))
      const straight = [weightOf(first, third), weightOf(second, fourth)] as const
      const crossed = [weightOf(first, fourth), weightOf(second, third)] as const
      // why max with 0: an alternative may also leave one of the two new pairs unmade.
      consider(
        together - Math.max(0, straight[0]) - Math.max(0, straight[1]),
        straight[0] > straight[1] ? third : fourth,
      )
      consider(
        together - Math.max(0, crossed[0]) - Math.max(0, crossed[1]),
        crossed[0] > crossed[1] ? fourth : third,
      )
    })
    return { margin, rival }
  })
}
