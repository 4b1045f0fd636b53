import type { VisionSettings } from '~/platform/vision-settings'

/** Everything about a vision model that may change without notice: names, prices, limits, patience. */
export interface VisionModel {
  readonly model: string
  /** Tokens of a picture: `low` at low detail, else `base` + `tile` for each 512-px tile. */
  readonly tokens: { readonly low: number; readonly base: number; readonly tile: number }
  readonly usdPerMillion: { readonly input: number; readonly output: number }
  /** Largest request body sent, in bytes; OpenAI refuses more than 50 MB, gateways often more than 20. */
  readonly requestBytes: number
  readonly photosPerRequest: number
  /** Long side of what is sent: a label's small print stays readable at 1,600. */
  readonly previewSide: number
  readonly answerTokens: number
  /** One try; the SDK tries again after 429 (waiting as told), 5xx and broken connections. */
  readonly timeoutMs: number
  readonly retries: number
  /** All tries of one question together. */
  readonly deadlineMs: number
  /** Close calls that hybrid asks about at most; the rest stays as local left it. */
  readonly questions: number
}

/** Published figures by the start of the model's name; prices in USD per million tokens. */
const KNOWN: ReadonlyArray<readonly [string, Pick<VisionModel, 'tokens' | 'usdPerMillion'>]> = [
  [
    'gpt-4o-mini',
    { tokens: { low: 2_833, base: 2_833, tile: 5_667 }, usdPerMillion: { input: 0.15, output: 0.6 } },
  ],
  ['gpt-4o', { tokens: { low: 85, base: 85, tile: 170 }, usdPerMillion: { input: 2.5, output: 10 } }],
]

/** The usual settings for a model; an unknown one is counted like gpt-4o until configured otherwise. */
export function visionModel(name: string, changes: VisionSettings = {}): VisionModel {
  const known = KNOWN.find(([start]) => name.startsWith(start))?.[1] ?? {
    tokens: { low: 85, base: 85, tile: 170 },
    usdPerMillion: { input: 2.5, output: 10 },
  }
  return {
    model: name,
    ...known,
    requestBytes: 20_000_000,
    photosPerRequest: 40,
    previewSide: 1_600,
    answerTokens: 4_000,
    timeoutMs: 120_000,
    retries: 2,
    deadlineMs: 300_000,
    questions: 40,
    ...changes,
  }
}
