import { runEach } from '~/platform/run-each'
import { estimateDirect } from './ask-about-group.server'
import { askCloseCall, CANDIDATES, estimateCloseCalls } from './ask-close-call.server'
import { askOnce, keyOf, type ModelOptions } from './model-options.server'
import { withoutRepeats, type ModelPairing } from './pair-directly.server'
import type { LocalPairing, PhotoSource } from './pair-locally.server'
import { preparePreviews } from './prepare-preview.server'
import { proposeFrom } from './propose-pairs'

const AT_ONCE = 2
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
  options: ModelOptions,
): Promise<ModelPairing> {
  const { model } = options
  const calls = closeCalls(local).slice(0, model.questions)
  const sizeOf = new Map(local.measures.map((measure) => [measure.name, measure]))
  const shown = calls.flatMap((call) =>
    [call.photo, ...call.candidates].flatMap((name) => sizeOf.get(name) ?? []),
  )
  const estimate = estimateCloseCalls(shown, calls.length, model)
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
    `close calls: ${calls.length}, about $${estimate.usd.toFixed(4)}; direct would cost about $${estimateDirect(withoutRepeats(local), model).usd.toFixed(4)}`,
  ]
  const opinions = new Map<string, number>()
  const previews = new Map<string, Promise<string>>()
  const prepare = preparePreviews(sources, model, options.signal)
  const preview = (name: string): Promise<string> => {
    const known = previews.get(name) ?? prepare(name, CANDIDATES + 1)
    previews.set(name, known)
    return known
  }
  let costUsd = 0
  let requests = 0
  let available = true
  await runEach(calls, AT_ONCE, async (call, at) => {
    if (!available) return
    options.signal?.throwIfAborted()
    const names = [call.photo, ...call.candidates]
    const { outcome, usd } = await askOnce(options.keep, keyOf(`close-call-${at + 1}`, names), async () =>
      askCloseCall(await Promise.all(names.map(preview)), options),
    )
    requests++
    options.onAsked?.(requests, calls.length)
    costUsd += usd
    if (outcome.kind !== 'answered') {
      if (available)
        notes.push(`${outcome.kind}: ${outcome.reason}; the close calls concerned stay as local left them`)
      if (outcome.kind === 'unavailable') available = false
      return
    }
    const { candidate, certainty } = outcome.answer
    if (candidate < 0 || candidate > call.candidates.length) {
      notes.push(`an answer named candidate ${candidate} of ${call.candidates.length}; ignored`)
      return
    }
    call.candidates.forEach((name, place) => {
      const key = coupleOf(call.photo, name)
      opinions.set(key, (opinions.get(key) ?? 0) + (place + 1 === candidate ? 1 : -1) * WEIGHT[certainty])
    })
  })
  const settled = proposeFrom(local.compared, {
    printed: local.printed,
    opinion: (first, second) => opinions.get(coupleOf(first, second)) ?? 0,
  })
  notes.push(`${opinions.size} comparisons judged`)
  return {
    pairs: settled.pairs.map((pair) => {
      const opinion = opinions.get(coupleOf(pair.front, pair.back)) ?? 0
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

function coupleOf(first: string, second: string): string {
  return first < second ? `${first}\n${second}` : `${second}\n${first}`
}
