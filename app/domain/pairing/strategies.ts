export const STRATEGIES = ['local', 'direct', 'hybrid'] as const
export type Strategy = (typeof STRATEGIES)[number]

/** Why a strategy cannot run here, or null when it can. */
export function whyUnavailable(
  strategy: Strategy,
  settings: { readonly openAiKey: string | undefined },
): string | null {
  if (strategy === 'local' || settings.openAiKey) return null
  return `${strategy} needs a vision model: OPENAI_API_KEY is not set`
}
