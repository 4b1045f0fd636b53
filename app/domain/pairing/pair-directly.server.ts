import { askAboutGroup, estimateDirect } from './ask-about-group.server'
import type { DirectPair } from './check-answer'
import type { CostEstimate } from './estimate-cost'
import type { PhotoMeasure } from './measure-photo.server'
import { askOnce, keyOf, type ModelOptions } from './model-options.server'
import type { LocalPairing, PhotoSource } from './pair-locally.server'
import { preparePreviews } from './prepare-preview.server'
import { proposePairs, type Leftover, type Proposal, type ProposedPair } from './propose-pairs'
import { splitGroups } from './split-groups'

export interface ModelPairing {
  readonly pairs: ProposedPair[]
  readonly unpaired: Leftover[]
  readonly estimate: CostEstimate
  readonly costUsd: number
  /** What went wrong and what was done about it, in order. */
  readonly notes: string[]
  readonly requests: number
}

const SCORES = { high: 0.95, medium: 0.8, low: 0.5 } as const

/** The `direct` strategy: the model sees all photos at once; its answer is checked, repaired once, completed by `local`. */
export async function pairDirectly(
  sources: readonly PhotoSource[],
  local: LocalPairing,
  options: ModelOptions,
): Promise<ModelPairing> {
  const { model } = options
  const shown = withoutRepeats(local)
  const groups = splitGroups(
    shown.map(({ name }) => name),
    local.pairs,
    local.weightOf,
    model.photosPerRequest,
  ).filter((group) => group.length > 1)
  const notes: string[] = []
  const estimate = estimateDirect(shown, model, groups.length)
  let available = options.onEstimate?.(estimate) !== false
  if (!available) notes.push('nothing was sent: the cost was not agreed to')

  let costUsd = 0
  let requests = 0
  const found: ProposedPair[] = []
  const judged = new Set<string>()
  const preview = preparePreviews(sources, model, options.signal)
  for (const [at, group] of groups.entries()) {
    if (!available) break
    const told = (done: number): void => options.onAsked?.(done, groups.length)
    const answer = await askOnce(options.keep, keyOf(`group-${at + 1}`, group), async () => {
      const previews = await Promise.all(group.map((name) => preview(name, group.length)))
      return askAboutGroup(previews, options, () => told(at))
    })
    told(at + 1)
    costUsd += answer.usd
    requests += answer.requests
    notes.push(...answer.notes)
    available = answer.available
    if (answer.answered) for (const name of group) judged.add(name)
    for (const pair of answer.pairs) found.push(propose(pair, group, local))
  }
  // why not matched anew: without the others there is less to learn order, habit and likeness from.
  if (found.length === 0)
    return { pairs: [...local.pairs], unpaired: [...local.unpaired], estimate, costUsd, notes, requests }
  const fallback = await pairRest(found, shown, local)
  const filled = fallback.pairs.map((pair): ProposedPair => ({
    ...pair,
    confidence: pair.confidence === 'sure' ? 'check' : pair.confidence,
    evidence: [
      judged.has(pair.front) && judged.has(pair.back)
        ? 'the model left these two out; paired locally'
        : 'the model gave no answer about both of these; paired locally',
      ...pair.evidence,
    ],
  }))
  if (filled.length > 0) notes.push(`${filled.length} pairs were completed locally`)
  const unpaired = [...fallback.unpaired, ...local.unpaired.filter((left) => left.repeat)].sort((p, q) =>
    p.photo < q.photo ? -1 : 1,
  )
  return { pairs: [...found, ...filled], unpaired, estimate, costUsd, notes, requests }
}

/** What the model left, matched by `local`. Repeats stay out: beside a pair already found, two would be a second product. */
async function pairRest(
  found: readonly ProposedPair[],
  shown: readonly PhotoMeasure[],
  local: LocalPairing,
): Promise<Proposal> {
  const taken = new Set(found.flatMap((pair) => [pair.front, pair.back]))
  const vectorOf = new Map(local.measures.map(({ name }, at) => [name, local.vectors?.[at] ?? null]))
  const rest = shown.filter(({ name }) => !taken.has(name))
  return proposePairs(rest, {
    embeddings: local.vectors && rest.map(({ name }) => vectorOf.get(name) ?? null),
    printed: local.printed,
  })
}

/** The photos a model is shown: what repeats another tells it nothing. */
export function withoutRepeats(local: LocalPairing): PhotoMeasure[] {
  const repeats = new Set(local.unpaired.flatMap((left) => (left.repeat ? [left.photo] : [])))
  return local.measures.filter(({ name }) => !repeats.has(name))
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
    productLead: same?.productLead ?? 0,
    looks: same?.looks ?? local.weightOf(front, back),
    rival: same?.rival ?? null,
  }
}
