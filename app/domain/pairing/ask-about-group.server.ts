import { askModel, type Message } from './ask-model.server'
import { checkAnswer, directAnswer, type CheckedAnswer, type DirectPair } from './check-answer'
import { estimateCost, previewSizes, type CostEstimate, type PictureSize } from './estimate-cost'
import type { ModelOptions } from './model-options.server'
import type { VisionModel } from './vision-model'

/** How the question about a group ended. Kept as JSON, so that a later try of the run does not pay for it again. */
export interface GroupAnswer {
  /** Whether the model judged these photos at all. */
  readonly answered: boolean
  /** By place in the group, from 1. */
  readonly pairs: readonly DirectPair[]
  readonly notes: readonly string[]
  /** Whether asking about the next group has a point. */
  readonly available: boolean
  readonly usd: number
  readonly requests: number
}

const INSTRUCTIONS = `You are shown numbered photos of products from one shop. Most products were photographed twice: once from the front, once from the back. Pair the two photos of each product. Judge by fabric or material, colour, cut, pattern, seams, labels and printed text; the front usually carries the main print, buttons or the deeper neckline, or the brand and product name of a package. Two similar products are not one product. Use every photo at most once. List photos that have no partner as unpaired.`
/** An answer is about so many tokens a pair. */
const ANSWER_TOKENS = 45

/** About what `direct` costs for these photos. A group is paid for twice when the model is asked to correct itself. */
export function estimateDirect(
  photos: readonly PictureSize[],
  model: VisionModel,
  questions = Math.ceil(photos.length / model.photosPerRequest),
): CostEstimate {
  return estimateCost(
    previewSizes(photos, model),
    INSTRUCTIONS.repeat(questions),
    Math.ceil(photos.length / 2) * ANSWER_TOKENS,
    model,
  )
}

/** Shows the model one group; an answer with mistakes is sent back once. `moved` hears of every answer. */
export async function askAboutGroup(
  previews: readonly string[],
  { openai, model, signal }: ModelOptions,
  moved: () => void,
): Promise<GroupAnswer> {
  const messages = question(previews)
  const ask = async (asked: Message[]) => {
    const reply = await askModel(
      openai,
      model,
      { name: 'pairs', schema: directAnswer, messages: asked },
      signal,
    )
    moved()
    return reply
  }
  const { outcome, usd } = await ask(messages)
  if (outcome.kind !== 'answered')
    return {
      answered: false,
      pairs: [],
      notes: [`${outcome.kind}: ${outcome.reason}; these ${previews.length} photos were paired locally`],
      available: outcome.kind !== 'unavailable',
      usd,
      requests: 1,
    }
  const first = checkAnswer(outcome.answer, previews.length)
  if (first.problems.length === 0)
    return { answered: true, pairs: first.pairs, notes: [], available: true, usd, requests: 1 }
  const again = await ask([
    ...messages,
    { role: 'assistant', content: outcome.text },
    { role: 'user', content: complaint(first) },
  ])
  const wrong = `${first.problems.length} mistakes in the answer`
  const second = again.outcome.kind === 'answered' ? checkAnswer(again.outcome.answer, previews.length) : null
  const better = second && second.problems.length < first.problems.length ? second : first
  return {
    answered: true,
    pairs: better.pairs,
    notes: [
      second
        ? `${wrong}; ${second.problems.length} after asking again`
        : `${wrong}; the follow-up question was ${again.outcome.kind}`,
    ],
    available: true,
    usd: usd + again.usd,
    requests: 2,
  }
}

function complaint({ problems }: CheckedAnswer): string {
  return `Your answer has mistakes:\n${problems.join('\n')}\nGive the whole corrected answer again.`
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
