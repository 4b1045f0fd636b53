import type { Face } from './describe-face'

/** What is known about one side when telling which of two photos is the front. */
export interface SideFacts {
  readonly face: Face
  readonly namedSide: 'front' | 'back' | null
  /** Words read on it; null where nothing was read. */
  readonly words: number | null
  /** Place in file order. */
  readonly place: number
}

/**
 * Probability that the first of two photos shows the front. A name that says so settles it; else
 * prints, a deeper neckline, a placket or a patch of inside seen through the collar speak for a
 * front, each a little, and much small print for a back. Weights were set by hand from their meaning, so they stay small and the answer modest: no free
 * collection with both sides labelled exists, and what is fitted on made or rendered backs tells only those
 * (docs/decisions/0013).
 */
function tellFront(first: SideFacts, second: SideFacts): number {
  if (first.namedSide !== second.namedSide && (first.namedSide ?? second.namedSide) !== null) {
    return first.namedSide === 'front' || second.namedSide === 'back' ? 0.99 : 0.01
  }
  return 1 / (1 + Math.exp(-lookLikeFront(first.face, second.face) - bearsLess(first.words, second.words)))
}

/** Words more than the other side has, from which a side is the one with the small print. */
const SMALL_PRINT = 12

/** Above 0 where the second is the side with the small print; a name and a slogan more or less say nothing. */
function bearsLess(first: number | null, second: number | null): number {
  if (first === null || second === null) return 0
  const more = Math.max(0, Math.abs(second - first) - SMALL_PRINT / 2)
  return 1.5 * Math.sign(second - first) * Math.tanh(more / SMALL_PRINT)
}

function lookLikeFront(p: Face, q: Face): number {
  const lean = (difference: number, usual: number, weight: number): number =>
    weight * Math.tanh(difference / usual)
  return (
    lean(p.print - q.print, 8, 1.1) +
    lean(p.neckDip - q.neckDip, 0.05, 0.9) +
    lean(p.middleLine - q.middleLine, 1.5, 0.5) +
    lean(p.neckPatch - q.neckPatch, 10, 0.7) +
    lean(p.saturation - q.saturation, 8, 0.3)
  )
}

/**
 * People keep a habit through a set: front first, or back first. When the pairs whose looks say
 * something agree on one habit, it is added to every pair's odds, as strongly as it was kept.
 */
export function learnHabit(
  pairs: ReadonlyArray<{ readonly first: SideFacts; readonly second: SideFacts }>,
): (first: SideFacts, second: SideFacts) => number {
  let earlier = 1.6
  let later = 1
  for (const { first, second } of pairs) {
    const odds = tellFront(first, second)
    const firstIsEarlier = first.place < second.place
    earlier += firstIsEarlier ? odds : 1 - odds
    later += firstIsEarlier ? 1 - odds : odds
  }
  const habit = Math.max(-2.2, Math.min(2.2, 1.6 * Math.log(earlier / later)))
  return (first, second) => {
    const looks = Math.min(0.99, Math.max(0.01, tellFront(first, second)))
    const lean = Math.log(looks / (1 - looks)) + (first.place < second.place ? habit : -habit)
    return 1 / (1 + Math.exp(-lean))
  }
}
