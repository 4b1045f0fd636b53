import { SIGNALS, type Signal, type Signals } from './compare-photos'
import { FITTED } from './score-pair'

/** What, besides the pictures, was found out about a pair. */
interface PairFacts {
  readonly signals: Signals
  readonly secondsApart: number | null
  /** Log-odds that file order and capture order added. */
  readonly orderOdds: number
  readonly namesAgree: boolean
  readonly wordsOnBoth: readonly string[]
  /** They were left over when nearly all others had a partner. */
  readonly last: boolean
  /** How far the embedding's likeness stands above the set's mean, in deviations. */
  readonly embedding: number | null
  readonly margin: number
  readonly rival: string | null
  readonly frontOdds: number
  readonly trusted: boolean
}

const SAYINGS: ReadonlyArray<{ signal: Signal; like: string; unlike: string }> = [
  { signal: 'colour', like: 'same product colours', unlike: 'the product colours differ' },
  { signal: 'outline', like: 'same outline, seen from the other side', unlike: 'the outlines differ' },
  {
    signal: 'layout',
    like: 'colours and stripes in the same places',
    unlike: 'colours lie in different places',
  },
  { signal: 'contrast', like: 'same fabric or surface pattern', unlike: 'the surface pattern differs' },
  { signal: 'background', like: 'same background', unlike: 'different background' },
  { signal: 'place', like: 'same place in the frame', unlike: 'framed differently' },
]
/** Below this many usual distances two photos count as alike, above the other as different. */
const ALIKE = 1.25
const UNLIKE = 3.5

/** The reasons for (and against) a pair in plain words, strongest kinds first. */
export function explainPair(facts: PairFacts): string[] {
  const reasons: string[] = []
  if (facts.namesAgree) reasons.push('the file names name the front and the back of one product')
  if (facts.wordsOnBoth.length > 0) reasons.push(`on both is printed ${quote(facts.wordsOnBoth)}`)
  if (facts.last) reasons.push('nearly all others have found a partner')
  for (const { signal, like } of SAYINGS) if (usual(facts.signals, signal) <= ALIKE) reasons.push(like)
  if (facts.embedding !== null && facts.embedding > 2) reasons.push('the picture model finds them alike')
  if (facts.secondsApart !== null && facts.secondsApart <= 120)
    reasons.push(`taken ${facts.secondsApart} s apart`)
  if (facts.orderOdds > 0.7) reasons.push('they stand in the file order as the other pairs do')
  for (const { signal, unlike } of SAYINGS) if (usual(facts.signals, signal) >= UNLIKE) reasons.push(unlike)
  if (facts.orderOdds < -0.7) reasons.push('they do not stand in the file order as the other pairs do')
  if (!facts.trusted) reasons.push('the product could not be told from its background clearly')
  if (facts.rival !== null && facts.margin < 2) reasons.push(`${facts.rival} fits almost as well`)
  if (facts.frontOdds < 0.7) reasons.push('which side is the front is a guess')
  if (reasons.length === 0) reasons.push('nothing else in the set fits better')
  return reasons
}

const quote = (words: readonly string[]): string => words.map((word) => `“${word}”`).join(', ')

function usual(signals: Signals, signal: Signal): number {
  return signals[SIGNALS.indexOf(signal)] / FITTED.signals[signal].scale
}
