import type OpenAI from 'openai'
import PQueue from 'p-queue'
import { askModel, type Message } from './ask-model.server'
import { checkAnswer, directAnswer, type CheckedAnswer, type DirectPair } from './check-answer'
import { estimateCost, previewSizes, type CostEstimate } from './estimate-cost'
import type { LocalPairing, PhotoSource } from './pair-locally.server'
import { previewUrl } from './prepare-preview.server'
import { proposePairs, type Leftover, type ProposedPair } from './propose-pairs'
import { splitGroups } from './split-groups'
import type { VisionModel } from './vision-model'

export interface DirectOptions {
  readonly openai: OpenAI
  readonly model: VisionModel
  readonly signal?: AbortSignal
  /** Told the cost before anything is sent; answering false sends nothing and leaves all to `local`. */
  readonly onEstimate?: (estimate: CostEstimate) => boolean | void
}

export interface ModelPairing {
  readonly pairs: ProposedPair[]
  readonly unpaired: Leftover[]
  readonly estimate: CostEstimate
  readonly costUsd: number
  /** What went wrong and what was done about it, in order. */
  readonly notes: string[]
  readonly requests: number
}

const INSTRUCTIONS = `You are shown numbered photos of products from one shop. Most products were photographed twice: once from the front, once from the back. Pair the two photos of each product. Judge by fabric or material, colour, cut, pattern, seams, labels and printed text; the front usually carries the main print, buttons or the deeper neckline, or the brand and product name of a package. Two similar products are not one product. Use every photo at most once. List photos that have no partner as unpaired.`
/** An answer is about so many tokens a pair. */
const ANSWER_TOKENS = 45
/** Previews made at a time: each holds a decoded picture. */
const AT_ONCE = 2
const SCORES = { high: 0.95, medium: 0.8, low: 0.5 } as const

/** What `direct` costs for these photos, repeats left out. */
export function estimateDirect(local: LocalPairing, model: VisionModel, requests?: number): CostEstimate {
  const shown = local.measures.filter((measure) => !isRepeat(local, measure.name))
  const questions = requests ?? Math.ceil(shown.length / model.photosPerRequest)
  return estimateCost(
    previewSizes(shown, model),
    INSTRUCTIONS.repeat(questions),
    Math.ceil(shown.length / 2) * ANSWER_TOKENS,
    model,
  )
}

/** The `direct` strategy: the model sees all photos at once; its answer is checked, repaired once, completed by `local`. */
export async function pairDirectly(
  sources: readonly PhotoSource[],
  local: LocalPairing,
  options: DirectOptions,
): Promise<ModelPairing> {
  const { model } = options
  const byName = new Map(sources.map((source) => [source.name, source]))
  const names = local.measures.map((measure) => measure.name).filter((name) => !isRepeat(local, name))
  const groups = splitGroups(names, local.pairs, local.weightOf, model.photosPerRequest)
  const notes: string[] = []
  const estimate = estimateDirect(local, model, groups.length)
  const agreed = options.onEstimate?.(estimate) !== false
  if (!agreed) notes.push('nothing was sent: the cost was not agreed to')

  let costUsd = 0
  let requests = 0
  let available = agreed
  const found: ProposedPair[] = []
  const preparing = new PQueue({ concurrency: AT_ONCE })
  for (const group of groups) {
    if (!available || group.length < 2) continue
    const shown = group.flatMap((name) => byName.get(name) ?? [])
    const previews = await preparing.addAll(
      shown.map((source) => () => previewUrl(source, model, group.length)),
    )
    const messages = question(previews)
    const first = await askModel(
      options.openai,
      model,
      { name: 'pairs', schema: directAnswer, messages },
      options.signal,
    )
    costUsd += first.usd
    requests++
    if (first.outcome.kind !== 'answered') {
      notes.push(
        `${first.outcome.kind}: ${first.outcome.reason}; these ${group.length} photos were paired locally`,
      )
      available = first.outcome.kind !== 'unavailable'
      continue
    }
    let checked = checkAnswer(first.outcome.answer, group.length)
    if (checked.problems.length > 0) {
      const repaired = await repair(messages, first.outcome.text, checked, group.length, options)
      costUsd += repaired.usd
      requests++
      notes.push(repaired.note)
      checked = repaired.checked
    }
    for (const pair of checked.pairs) found.push(propose(pair, group, local))
  }
  // why not matched anew: without the others there is less to learn order, habit and likeness from.
  if (found.length === 0)
    return { pairs: [...local.pairs], unpaired: [...local.unpaired], estimate, costUsd, notes, requests }
  const taken = new Set(found.flatMap((pair) => [pair.front, pair.back]))
  const rest = local.measures.flatMap((measure, at) =>
    taken.has(measure.name) ? [] : [{ measure, vector: local.vectors?.[at] ?? null }],
  )
  const fallback = await proposePairs(
    rest.map(({ measure }) => measure),
    { embeddings: local.vectors && rest.map(({ vector }) => vector) },
  )
  const filled = fallback.pairs.map((pair): ProposedPair => ({
    ...pair,
    confidence: pair.confidence === 'sure' ? 'check' : pair.confidence,
    evidence: ['the model left these two out; paired locally', ...pair.evidence],
  }))
  if (filled.length > 0) notes.push(`${filled.length} pairs were completed locally`)
  return { pairs: [...found, ...filled], unpaired: fallback.unpaired, estimate, costUsd, notes, requests }
}

function isRepeat(local: LocalPairing, name: string): boolean {
  return local.unpaired.some((left) => left.photo === name && left.repeat)
}

function question(previews: readonly string[]): Message[] {
  const shown = previews.flatMap((url, at) => [
    { type: 'text' as const, text: `Photo ${at + 1}:` },
    { type: 'image_url' as const, image_url: { url, detail: 'high' as const } },
  ])
  return [
    { role: 'system', content: INSTRUCTIONS },
    {
      role: 'user',
      content: [
        { type: 'text', text: `There are ${previews.length} photos, numbered 1 to ${previews.length}.` },
        ...shown,
      ],
    },
  ]
}

/** One follow-up that names what was wrong; the better of the two answers counts. */
async function repair(
  messages: Message[],
  text: string,
  before: CheckedAnswer,
  count: number,
  options: DirectOptions,
): Promise<{ checked: CheckedAnswer; usd: number; note: string }> {
  const complaint = `Your answer has mistakes:\n${before.problems.join('\n')}\nGive the whole corrected answer again.`
  const again = await askModel(
    options.openai,
    options.model,
    {
      name: 'pairs',
      schema: directAnswer,
      messages: [...messages, { role: 'assistant', content: text }, { role: 'user', content: complaint }],
    },
    options.signal,
  )
  const wrong = `${before.problems.length} mistakes in the answer`
  if (again.outcome.kind !== 'answered')
    return {
      checked: before,
      usd: again.usd,
      note: `${wrong}; the follow-up question was ${again.outcome.kind}`,
    }
  const after = checkAnswer(again.outcome.answer, count)
  const better = after.problems.length < before.problems.length
  return {
    checked: better ? after : before,
    usd: again.usd,
    note: `${wrong}; ${after.problems.length} after asking again`,
  }
}

/** "Sure" takes two witnesses: the model and the pictures' own measures. */
function propose(pair: DirectPair, group: readonly string[], local: LocalPairing): ProposedPair {
  const front = group[pair.front - 1] ?? ''
  const back = group[pair.back - 1] ?? ''
  const same = local.pairs.find(
    (own) => [own.front, own.back].includes(front) && [own.front, own.back].includes(back),
  )
  const score = same
    ? 1 - (1 - SCORES[pair.certainty]) * (1 - same.score * 0.9)
    : SCORES[pair.certainty] * 0.85
  const sure = pair.certainty === 'high' && same !== undefined && same.confidence !== 'doubtful'
  return {
    front,
    back,
    score: Math.round(score * 1000) / 1000,
    confidence: sure ? 'sure' : pair.certainty === 'low' ? 'doubtful' : 'check',
    evidence: [
      ...(pair.reason.trim() === '' ? [] : [`the model says: ${pair.reason.trim()}`]),
      same ? 'the local measures pair them too' : 'the local measures would pair them differently',
    ],
    frontOdds: 0.9,
    margin: same?.margin ?? 0,
    clear: same?.clear ?? false,
    looks: same?.looks ?? local.weightOf(front, back),
    rival: same?.rival ?? null,
  }
}
