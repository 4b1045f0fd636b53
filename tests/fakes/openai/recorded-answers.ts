/**
 * Answers in the shapes of `POST /v1/chat/completions` as the API documents them, field for field. Only what Recto
 * reads varies; the rest is kept so that the SDK parses what it would parse in earnest.
 */
export interface Reply {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body: unknown
}

interface Message {
  readonly content: string | null
  readonly refusal?: string | null
}

function completion(
  message: Message,
  finish: 'stop' | 'length' | 'content_filter',
  tokens: { input: number; output: number },
): Reply {
  return {
    status: 200,
    headers: { 'x-request-id': 'req_recorded', 'openai-processing-ms': '812' },
    body: {
      id: 'chatcmpl-recorded',
      object: 'chat.completion',
      created: 1_760_000_000,
      model: 'gpt-4o-2024-08-06',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: message.content,
            refusal: message.refusal ?? null,
            annotations: [],
          },
          logprobs: null,
          finish_reason: finish,
        },
      ],
      usage: {
        prompt_tokens: tokens.input,
        completion_tokens: tokens.output,
        total_tokens: tokens.input + tokens.output,
        prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
        completion_tokens_details: {
          reasoning_tokens: 0,
          audio_tokens: 0,
          accepted_prediction_tokens: 0,
          rejected_prediction_tokens: 0,
        },
      },
      service_tier: 'default',
      system_fingerprint: 'fp_recorded',
    },
  }
}

function failure(
  status: number,
  type: string,
  code: string | null,
  message: string,
  headers: Record<string, string> = {},
): Reply {
  return { status, headers, body: { error: { message, type, param: null, code } } }
}

export const recorded = {
  answer: (value: unknown, tokens = { input: 20_000, output: 600 }): Reply =>
    completion({ content: JSON.stringify(value) }, 'stop', tokens),
  truncated: (): Reply =>
    completion({ content: '{"pairs":[{"front":1,"back":2,"certai' }, 'length', {
      input: 20_000,
      output: 4_000,
    }),
  cutJson: (): Reply =>
    completion({ content: '{"pairs":[{"front":1,' }, 'stop', { input: 20_000, output: 12 }),
  refusal: (): Reply =>
    completion({ content: null, refusal: "I'm sorry, I can't assist with that request." }, 'stop', {
      input: 20_000,
      output: 12,
    }),
  contentFilter: (): Reply => completion({ content: '' }, 'content_filter', { input: 20_000, output: 0 }),
  contentPolicy: (): Reply =>
    failure(
      400,
      'invalid_request_error',
      'content_policy_violation',
      'Your request was rejected by the safety system.',
    ),
  rateLimited: (seconds: number): Reply =>
    failure(429, 'tokens', 'rate_limit_exceeded', 'Rate limit reached for gpt-4o on tokens per min (TPM).', {
      'retry-after': String(seconds),
    }),
  noQuota: (): Reply =>
    failure(429, 'insufficient_quota', 'insufficient_quota', 'You exceeded your current quota.', {
      'x-should-retry': 'false',
    }),
  serverError: (): Reply =>
    failure(500, 'server_error', null, 'The server had an error while processing your request.'),
  overloaded: (): Reply =>
    failure(503, 'server_error', null, 'The engine is currently overloaded, please try again later.'),
  badKey: (): Reply =>
    failure(401, 'invalid_request_error', 'invalid_api_key', 'Incorrect API key provided.'),
} as const
