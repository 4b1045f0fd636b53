import type { Actor } from '~/domain/auth/actor'
import { isEnabled } from '~/domain/flags/is-enabled.server'
import { recordFlagUse } from '~/domain/flags/record-flag-use.server'
import { searchNames } from '~/domain/search/search-names.server'
import type { SearchAnswer } from '~/domain/search/search-answer'
import { searchPhotos } from '~/domain/search/search-photos.server'
import { searchParams } from '~/domain/search/search-query'
import type { AppContext } from '~/platform/context.server'
import { AppError, toAppError } from '~/platform/errors'
import { listIssues } from '~/platform/list-issues'

export interface FlaggedAnswer {
  answer: SearchAnswer | null
  /** The flag `image-search` is off for this person: names and tags were searched instead. */
  off: boolean
}

/**
 * A search as it stands in an address or a form, behind the flag `image-search`: inside it by meaning, outside by name
 * and tag. Both are measured, so that the flags page can compare them. Null asks only which of the two it is.
 * @throws AppError FEATURE_OFF for a picture without words outside the flag
 */
export async function answerSearch(
  ctx: AppContext,
  actor: Actor,
  params: URLSearchParams | null,
  { signal, image }: { signal?: AbortSignal; image?: Buffer } = {},
): Promise<FlaggedAnswer> {
  const inside = await isEnabled(ctx, actor, 'image-search')
  if (!params) return { answer: null, off: !inside }
  const onNext = ctx.clipNext ? await isEnabled(ctx, actor, 'next-model') : null
  const started = performance.now()
  let errorCode: string | null = null
  try {
    const parsed = searchParams.safeParse(Object.fromEntries(params))
    if (!parsed.success) {
      throw new AppError('BAD_REQUEST', 'The address of this search makes no sense.', {
        details: { issues: listIssues(parsed.error) },
      })
    }
    const input = { ...parsed.data, image }
    if (inside) return { answer: await searchPhotos(ctx, actor, input, signal), off: false }
    if (image && !input.text?.trim()) {
      throw new AppError('FEATURE_OFF', 'Searching by picture is not switched on for you yet.')
    }
    return { answer: await searchNames(ctx, actor, input), off: true }
  } catch (error) {
    errorCode = toAppError(error).code
    throw error
  } finally {
    // A search that the person typed over says nothing about how fast searching is.
    if (!signal?.aborted) {
      const use = { durationMs: performance.now() - started, errorCode }
      recordFlagUse(ctx, { flagKey: 'image-search', inside, ...use })
      if (onNext !== null && inside) recordFlagUse(ctx, { flagKey: 'next-model', inside: onNext, ...use })
    }
  }
}
