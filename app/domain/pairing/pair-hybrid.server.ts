import type OpenAI from 'openai'
import PQueue from 'p-queue'
import { z } from 'zod'
import { askModel, type Message } from './ask-model.server'
import { estimateCost, previewSizes, type CostEstimate } from './estimate-cost'
import { estimateDirect, type DirectOptions, type ModelPairing } from './pair-directly.server'
import type { LocalPairing, PhotoSource } from './pair-locally.server'
import { previewUrl } from './prepare-preview.server'
import { proposePairs } from './propose-pairs'
import type { VisionModel } from './vision-model'

const verdict = z.object({
  candidate: z.number().int(),
  certainty: z.enum(['high', 'medium', 'low']),
  reason: z.string(),
})

const INSTRUCTIONS = `The first photo shows one side of a product. Which of the numbered candidates shows the other side of the very same product? Compare fabric, colour, cut, pattern, seams, labels and printed text. Similar products of another cut, size or colour are not the same. Answer 0 if none of them is.`
const CANDIDATES = 4
const AT_ONCE = 2
const ANSWER_TOKENS = 60
/** What a verdict adds to, or takes from, a pair's log-odds. */
const WEIGHT = { high: 6, medium: 3, low: 1 } as const

interface CloseCall {
  readonly photo: string
  readonly candidates: readonly string[]
}

/** The `hybrid` strategy: `local` decides; the model is shown only the close calls, and the matching is solved again. */
export async function pairHybrid(
  sources: readonly PhotoSource[],
  local: LocalPairing,
  options: DirectOptions,
): Promise<ModelPairing> {
  const { model } = options
  const calls = closeCalls(local).slice(0, model.questions)
  const sizeOf = new Map(local.measures.map((measure) => [measure.name, measure]))
  const shown = calls.flatMap((call) =>
    [call.photo, ...call.candidates].flatMap((name) => sizeOf.get(name) ?? []),
  )
  const estimate: CostEstimate = estimateCost(
    previewSizes(shown, model),
    INSTRUCTIONS.repeat(calls.length),
    calls.length * ANSWER_TOKENS,
    model,
  )
  const untouched = {
    pairs: [...local.pairs],
    unpaired: [...local.unpaired],
    estimate,
    costUsd: 0,
    requests: 0,
  }
  if (calls.length === 0) return { ...untouched, notes: ['no close calls: nothing was asked'] }
  if (options.onEstimate?.(estimate) === false)
    return { ...untouched, notes: ['nothing was sent: the cost was not agreed to'] }

  const notes = [
    `close calls: ${calls.length}, about $${estimate.usd.toFixed(4)}; direct would cost about $${estimateDirect(local, model).usd.toFixed(4)}`,
  ]
  const opinions = new Map<string, number>()
  const previews = new Map<string, Promise<string>>()
  const byName = new Map(sources.map((source) => [source.name, source]))
  const preview = (name: string): Promise<string> => {
    const known = previews.get(name) ?? makePreview(byName.get(name), model)
    previews.set(name, known)
    return known
  }
  let costUsd = 0
  let requests = 0
  let available = true
  const queue = new PQueue({ concurrency: AT_ONCE })
  await Promise.all(
    calls.map((call) =>
      queue.add(async () => {
        if (!available) return
        options.signal?.throwIfAborted()
        const pictures = await Promise.all([call.photo, ...call.candidates].map(preview))
        const { outcome, usd } = await askModel(
          options.openai,
          model,
          { name: 'verdict', schema: verdict, messages: question(pictures) },
          options.signal,
        )
        costUsd += usd
        requests++
        if (outcome.kind !== 'answered') {
          if (available)
            notes.push(
              `${outcome.kind}: ${outcome.reason}; the close calls concerned stay as local left them`,
            )
          if (outcome.kind === 'unavailable') available = false
          return
        }
        const { candidate, certainty } = outcome.answer
        if (candidate < 0 || candidate > call.candidates.length) {
          notes.push(`an answer named candidate ${candidate} of ${call.candidates.length}; ignored`)
          return
        }
        call.candidates.forEach((name, at) => {
          const key = keyOf(call.photo, name)
          opinions.set(key, (opinions.get(key) ?? 0) + (at + 1 === candidate ? 1 : -1) * WEIGHT[certainty])
        })
      }),
    ),
  )
  const settled = await proposePairs(local.measures, {
    embeddings: local.vectors,
    opinion: (first, second) => opinions.get(keyOf(first, second)) ?? 0,
  })
  notes.push(`${opinions.size} comparisons judged`)
  return {
    pairs: settled.pairs.map((pair) => {
      const opinion = opinions.get(keyOf(pair.front, pair.back)) ?? 0
      return opinion === 0
        ? pair
        : {
            ...pair,
            evidence: [
              opinion > 0 ? 'the model judged them to be one product' : 'the model doubts it',
              ...pair.evidence,
            ],
          }
    }),
    unpaired: settled.unpaired,
    estimate,
    costUsd,
    notes,
    requests,
  }
}

/** Photos whose partner is not sure, each with its partner, its rival and what else resembles it most. */
function closeCalls(local: LocalPairing): CloseCall[] {
  const names = local.measures.map((measure) => measure.name)
  const calls: CloseCall[] = []
  const rank = (photo: string, first: readonly string[]): string[] => {
    const others = names
      .filter((name) => name !== photo && !first.includes(name) && local.weightOf(photo, name) > -2)
      .sort((p, q) => local.weightOf(photo, q) - local.weightOf(photo, p))
    return [...first, ...others].slice(0, CANDIDATES)
  }
  for (const pair of [...local.pairs].sort((p, q) => p.margin - q.margin)) {
    if (pair.confidence === 'sure') continue
    const rival =
      pair.rival !== null && pair.rival !== pair.front && pair.rival !== pair.back ? [pair.rival] : []
    calls.push({ photo: pair.front, candidates: rank(pair.front, [pair.back, ...rival]) })
  }
  for (const left of local.unpaired) {
    if (left.repeat) continue
    const candidates = rank(left.photo, [])
    if (candidates.length > 0) calls.push({ photo: left.photo, candidates })
  }
  return calls
}

function makePreview(source: PhotoSource | undefined, model: VisionModel): Promise<string> {
  if (!source) return Promise.reject(new Error('a photo of a close call is not among the photos'))
  return previewUrl(source, model, CANDIDATES + 1)
}

function question(pictures: readonly string[]): Message[] {
  const content: OpenAI.Chat.Completions.ChatCompletionContentPart[] = pictures.flatMap((url, at) => [
    { type: 'text' as const, text: at === 0 ? 'The product:' : `Candidate ${at}:` },
    { type: 'image_url' as const, image_url: { url, detail: 'high' as const } },
  ])
  return [
    { role: 'system', content: INSTRUCTIONS },
    { role: 'user', content },
  ]
}

function keyOf(first: string, second: string): string {
  return first < second ? `${first}\n${second}` : `${second}\n${first}`
}
