import { comparePrintedText } from './compare-printed-text'
import { comparePhotos } from './compare-photos'
import { compareSet, type ComparedSet, type CompareOptions } from './compare-set'
import { explainPair } from './explain-pair'
import { chooseFloor, findStrongPairs } from './find-strong-pairs'
import { countProductLead, gradePair, type Confidence } from './grade-pair'
import { learnOrder, momentOrder } from './learn-order'
import { matchPairs, type WeightedPair } from './match-pairs'
import type { PhotoMeasure } from './measure-photo.server'
import { pairLast } from './pair-last'
import type { PrintedText } from './printed-text'
import { nameOdds, nameOrder, readName } from './read-name'
import { leadOverOthers } from './score-looks'
import { printedOdds } from './score-pair'
import { learnHabit, type SideFacts } from './tell-front'
import { weighAlternatives } from './weigh-alternatives'

export interface ProposedPair {
  readonly front: string
  readonly back: string
  /** Probability that the two show one product, 0–1. */
  readonly score: number
  readonly confidence: Confidence
  readonly evidence: string[]
  /** Probability that `front` is the front. */
  readonly frontOdds: number
  /** How much the whole matching would lose by its best alternative; hybrid asks about small ones. */
  readonly margin: number
  /** How alike the two look, before order, names and opinions. */
  readonly looks: number
  /** How far the product by itself is ahead of every other photo, for either side; see countProductLead. */
  readonly productLead: number
  /** Both cut-outs worked, and no other photo looks more like either side. */
  readonly clear: boolean
  readonly rival: string | null
}

export interface Leftover {
  readonly photo: string
  readonly reason: string
  /** It shows what another photo already shows. */
  readonly repeat: boolean
}

interface Witnesses {
  /** What is printed on photos, by name. */
  readonly printed?: ReadonlyMap<string, PrintedText>
  /** Log-odds from elsewhere (a person, a vision model) for two photos by name. */
  readonly opinion?: (first: string, second: string) => number
}

export interface Proposal {
  readonly pairs: ProposedPair[]
  readonly unpaired: Leftover[]
  /** Score of any two photos by name, for choosing groups and close calls; −∞ for repeats. */
  readonly weightOf: (first: string, second: string) => number
}

/** Measured photos to proposed pairs in one step, where nobody needs the comparison again. */
export async function proposePairs(
  photos: readonly PhotoMeasure[],
  options: CompareOptions & Witnesses = {},
): Promise<Proposal> {
  return proposeFrom(await compareSet(photos, options), options)
}

/**
 * Turns a compared set into proposed pairs: order, names and printed words weighed as far as the set bears them out, the
 * best matching taken, and every chosen pair's probability read from how much its alternatives would lose.
 */
export function proposeFrom(
  { photos, active, repeats, likeness, looks, product, fitted }: ComparedSet,
  options: Witnesses = {},
): Proposal {
  const count = active.length
  const shown = active.map((index) => photos[index])
  const floor = chooseFloor(looks, count, fitted)
  const visual = (first: number, second: number): number => looks[first * count + second] - floor
  const strong = findStrongPairs(count, visual)
  const names = shown.map((photo) => readName(photo.label))
  const places = nameOrder(shown.map((photo) => photo.label))
  const byName = learnOrder(places, strong)
  const moments = shown.map((photo) => photo.camera.takenAt)
  const byTime =
    moments.every((moment) => moment !== null) && new Set(moments).size > count / 2
      ? learnOrder(momentOrder(moments), strong)
      : () => 0
  const named = nameOdds(names, visual)

  const printed = comparePrintedText(shown.map(({ name }) => options.printed?.get(name) ?? null))

  const orderOdds = (first: number, second: number): number => {
    const odds = [byName(first, second), byTime(first, second)]
    // why not the sum: file order and capture order usually are the same fact twice.
    return Math.abs(odds[0]) > Math.abs(odds[1]) ? odds[0] : odds[1]
  }
  const total = new Float64Array(count * count)
  for (let first = 0; first < count; first++)
    for (let second = first + 1; second < count; second++)
      total[first * count + second] = total[second * count + first] =
        visual(first, second) +
        orderOdds(first, second) +
        named(first, second) +
        printedOdds(printed.amount(first, second), fitted) +
        (options.opinion?.(shown[first].name, shown[second].name) ?? 0)
  const weightOf = (first: number, second: number): number => total[first * count + second]

  const candidates: WeightedPair[] = []
  for (let first = 0; first < count; first++)
    for (let second = first + 1; second < count; second++) {
      const weight = weightOf(first, second)
      if (weight > 0) candidates.push({ first, second, weight })
    }
  const matched = matchPairs(count, candidates)
  const last = pairLast(count, matched, weightOf)
  const chosen = [...matched, ...last]
  const leads = weighAlternatives(count, weightOf, chosen)
  // why only then: in names such as 3f-b1 the letters f and b mean nothing; a couple of names does.
  const side = (index: number, other: number): SideFacts => ({
    face: shown[index].face,
    words: options.printed?.get(shown[index].name)?.words.length ?? null,
    namedSide: named(index, other) > 1 ? names[index].side : null,
    place: places[index],
  })
  const frontOddsOf = learnHabit(
    chosen.map(([first, second]) => ({ first: side(first, second), second: side(second, first) })),
  )

  const pairs = chosen.map(([first, second], at): ProposedPair => {
    const { margin, rival } = leads[at]
    const signals = comparePhotos(shown[first], shown[second])
    const firstIsFront = frontOddsOf(side(first, second), side(second, first))
    const [front, back] = firstIsFront >= 0.5 ? [first, second] : [second, first]
    const trusted = shown[first].foreground.trusted && shown[second].foreground.trusted
    const alike = looks[first * count + second]
    const clear = trusted && leadOverOthers(looks, count, first, second) >= 0
    const byPrint = printedOdds(printed.amount(first, second), fitted)
    const productLead = countProductLead(leadOverOthers(product, count, first, second), count - 2)
    const graded = gradePair({ margin, byPrint, looks: alike, productLead, clear }, fitted)
    const [one, other] = [moments[first], moments[second]]
    const rivalName = rival === null ? null : shown[rival].name
    return {
      front: shown[front].name,
      back: shown[back].name,
      score: graded.probability,
      confidence: graded.confidence,
      frontOdds: Math.max(firstIsFront, 1 - firstIsFront),
      margin,
      looks: alike,
      productLead,
      clear,
      rival: rivalName,
      evidence: explainPair({
        signals,
        secondsApart: one === null || other === null ? null : Math.round(Math.abs(one - other) / 1000),
        orderOdds: orderOdds(first, second),
        namesAgree: named(first, second) > 1,
        last: at >= matched.length,
        wordsOnBoth: printed.words(front, back),
        embedding: likeness ? likeness[first * count + second] : null,
        margin,
        rival: rival === null ? null : shown[rival].label,
        frontOdds: Math.max(firstIsFront, 1 - firstIsFront),
        trusted,
      }),
    }
  })
  const taken = new Set(chosen.flat())
  const unpaired: Leftover[] = [
    ...active
      .filter((_, at) => !taken.has(at))
      .map((index) => ({
        photo: photos[index].name,
        reason: 'no other photo fits it well enough',
        repeat: false,
      })),
    ...repeats.map((repeat) => ({
      photo: photos[repeat.photo].name,
      reason: `${repeat.kind} as ${photos[repeat.of].label}`,
      repeat: true,
    })),
  ].sort((p, q) => (p.photo < q.photo ? -1 : 1))
  const indexOf = new Map(shown.map((photo, index) => [photo.name, index]))
  return {
    pairs: pairs.sort((p, q) => q.score - p.score || (p.front < q.front ? -1 : 1)),
    unpaired,
    weightOf: (one, other) => {
      const first = indexOf.get(one)
      const second = indexOf.get(other)
      return first === undefined || second === undefined || first === second
        ? -Infinity
        : weightOf(first, second)
    },
  }
}
