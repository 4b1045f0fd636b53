import type OpenAI from 'openai'
import { z } from 'zod'
import { askModel, type Message } from './ask-model.server'
import { estimateCost, previewSizes, type CostEstimate, type PictureSize } from './estimate-cost'
import type { ModelOptions } from './model-options.server'
import type { VisionModel } from './vision-model'

const verdict = z.object({
  candidate: z.number().int(),
  certainty: z.enum(['high', 'medium', 'low']),
  reason: z.string(),
})

const INSTRUCTIONS = `The first photo shows one side of a product. Which of the numbered candidates shows the other side of the very same product? Compare fabric, colour, cut, pattern, seams, labels and printed text. Similar products of another cut, size or colour are not the same. Answer 0 if none of them is.`
/** Photos beside which one is shown at most. */
export const CANDIDATES = 4
const ANSWER_TOKENS = 60

/** About what so many questions cost that show these photos. None is asked twice. */
export function estimateCloseCalls(
  shown: readonly PictureSize[],
  questions: number,
  model: VisionModel,
): CostEstimate {
  return estimateCost(
    previewSizes(shown, model),
    INSTRUCTIONS.repeat(questions),
    questions * ANSWER_TOKENS,
    model,
  )
}

/** Asks which of the candidates belongs to the first picture. What it answers is JSON, to be kept for a later try. */
export async function askCloseCall(pictures: readonly string[], { openai, model, signal }: ModelOptions) {
  return askModel(openai, model, { name: 'verdict', schema: verdict, messages: question(pictures) }, signal)
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
