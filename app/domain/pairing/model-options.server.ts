import { createHash } from 'node:crypto'
import type OpenAI from 'openai'
import type { CostEstimate } from './estimate-cost'
import type { VisionModel } from './vision-model'

/** What the strategies that ask a vision model are given. */
export interface ModelOptions {
  readonly openai: OpenAI
  readonly model: VisionModel
  readonly signal?: AbortSignal
  /** Told the cost before anything is sent; answering false sends nothing and leaves all to `local`. */
  readonly onEstimate?: (estimate: CostEstimate) => boolean | void
  /** Told after every answer, and every answer kept from an earlier try, how many questions are settled. */
  readonly onAsked?: (done: number, total: number) => void
  /** Runs `ask` once for a key and keeps what it returned (JSON), so that a later try does not pay for it again. */
  readonly keep?: <Result>(key: string, ask: () => Promise<Result>) => Promise<Result>
}

/** `ask` through `keep`. What cost nothing is not kept: an OpenAI that was away may be back at the next try. */
export async function askOnce<Result extends { readonly usd: number }>(
  keep: ModelOptions['keep'],
  key: string,
  ask: () => Promise<Result>,
): Promise<Result> {
  if (!keep) return ask()
  let free: Result | undefined
  try {
    return await keep(key, async () => {
      const result = await ask()
      if (result.usd > 0) return result
      free = result
      throw new Error('nothing was paid')
    })
  } catch (error) {
    if (free) return free
    throw error
  }
}

/** A question's key: what it shows belongs to it, for a later try may group the photos otherwise. People see it to the `#`. */
export function keyOf(question: string, photos: readonly string[]): string {
  return `${question}#${createHash('sha256').update(photos.join('\n')).digest('hex').slice(0, 8)}`
}
