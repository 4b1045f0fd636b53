import { z } from 'zod'

const whole = z.number().int().positive()

/**
 * What may be said about the vision model beyond its name, as JSON in OPENAI_VISION_SETTINGS: prices, limits and
 * patience change without notice and differ by gateway.
 */
const visionSettings = z
  .object({
    tokens: z.object({ low: whole, base: whole, tile: whole }),
    usdPerMillion: z.object({ input: z.number().nonnegative(), output: z.number().nonnegative() }),
    requestBytes: whole,
    photosPerRequest: whole.min(2),
    previewSide: whole,
    answerTokens: whole,
    timeoutMs: whole,
    retries: z.number().int().nonnegative(),
    // A pairing job that hears nothing for ten minutes is taken for wedged.
    deadlineMs: whole.max(480_000),
    questions: whole,
  })
  .partial()
  .strict()

export type VisionSettings = z.infer<typeof visionSettings>

/** The setting as it stands in the environment; '' means none. */
export const visionSettingsText = z
  .string()
  .default('')
  .transform((text, context): unknown => {
    try {
      return text === '' ? {} : JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' })
      return z.NEVER
    }
  })
  .pipe(visionSettings)
