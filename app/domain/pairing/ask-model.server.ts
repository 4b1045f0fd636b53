import OpenAI from 'openai'
import { z } from 'zod'
import { priceOf } from './estimate-cost'
import type { VisionModel } from './vision-model'

/** How a question ended. Only `answered` carries an answer; every other end leaves the photos to `local`. */
type Outcome<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly text: string }
  | { readonly kind: 'refused' | 'truncated' | 'filtered' | 'unusable'; readonly reason: string }
  /** OpenAI is down, slow, out of quota or will not take the key; asking more now is pointless. */
  | { readonly kind: 'unavailable'; readonly reason: string }

interface Asked<Answer> {
  readonly outcome: Outcome<Answer>
  readonly usd: number
}

export type Message = OpenAI.Chat.Completions.ChatCompletionMessageParam

/**
 * Asks one question whose answer must fit `schema`. Waiting after 429 and trying again after 5xx is the SDK's; that
 * it all ends within `deadlineMs` is ours, because tries × time-outs × Retry-After would else add up to an hour.
 */
export async function askModel<Schema extends z.ZodType>(
  openai: OpenAI,
  model: VisionModel,
  question: { name: string; schema: Schema; messages: Message[] },
  signal?: AbortSignal,
): Promise<Asked<z.infer<Schema>>> {
  const deadline = AbortSignal.timeout(model.deadlineMs)
  const stop = signal ? AbortSignal.any([signal, deadline]) : deadline
  try {
    const asked = openai.chat.completions.create(
      {
        model: model.model,
        messages: question.messages,
        max_completion_tokens: model.answerTokens,
        response_format: {
          type: 'json_schema',
          json_schema: { name: question.name, strict: true, schema: strictSchema(question.schema) },
        },
      },
      {
        timeout: model.timeoutMs,
        maxRetries: model.retries,
        signal: stop,
      },
    )
    // why a race: the SDK sleeps through Retry-After (up to a minute, twice) without looking at its signal.
    const completion = await Promise.race([asked, whenAborted(stop)])
    const usd = priceOf(completion.usage?.prompt_tokens ?? 0, completion.usage?.completion_tokens ?? 0, model)
    return { outcome: readCompletion(completion, question.schema), usd }
  } catch (error) {
    signal?.throwIfAborted()
    return { outcome: readFailure(error, deadline.aborted, model), usd: 0 }
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new OpenAI.APIUserAbortError())
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

function readCompletion<Schema extends z.ZodType>(
  completion: OpenAI.Chat.Completions.ChatCompletion,
  schema: Schema,
): Outcome<z.infer<Schema>> {
  const choice = completion.choices[0]
  if (!choice) return { kind: 'unusable', reason: 'the answer was empty' }
  if (choice.finish_reason === 'content_filter')
    return { kind: 'filtered', reason: 'the content filter stopped the answer' }
  if (choice.message.refusal) return { kind: 'refused', reason: choice.message.refusal }
  if (choice.finish_reason === 'length') return { kind: 'truncated', reason: 'the answer was cut off' }
  const text = choice.message.content ?? ''
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { kind: 'truncated', reason: 'the answer was not complete JSON' }
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success)
    return {
      kind: 'unusable',
      reason: `the answer had another shape: ${z.prettifyError(parsed.error).split('\n')[0]}`,
    }
  return { kind: 'answered', answer: parsed.data, text }
}

function readFailure(error: unknown, late: boolean, model: VisionModel): Outcome<never> {
  if (late || error instanceof OpenAI.APIConnectionTimeoutError)
    return {
      kind: 'unavailable',
      reason: `no answer within ${Math.round((late ? model.deadlineMs : model.timeoutMs) / 1000)} s`,
    }
  if (error instanceof OpenAI.APIConnectionError)
    return { kind: 'unavailable', reason: 'OpenAI could not be reached' }
  if (error instanceof OpenAI.APIError) {
    if (error.code === 'content_filter' || error.code === 'content_policy_violation')
      return { kind: 'filtered', reason: error.message }
    if (error.status === 400 || error.status === 413 || error.status === 422)
      return { kind: 'unusable', reason: error.message }
    return { kind: 'unavailable', reason: error.message }
  }
  throw error
}

/** OpenAI's strict mode takes no format keywords beyond types, enums and required lists. */
function strictSchema(schema: z.ZodType): Record<string, unknown> {
  return strip(z.toJSONSchema(schema)) as Record<string, unknown>
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip)
  if (typeof value !== 'object' || value === null) return value
  const dropped = new Set(['$schema', 'minimum', 'maximum'])
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !dropped.has(key))
      .map(([key, inner]) => [key, strip(inner)]),
  )
}
