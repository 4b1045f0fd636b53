import type { Actor } from '~/domain/auth/actor'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { cleanFilters, cleanText } from './clean-query'
import { readCursor } from './cursor.server'
import { findByName } from './find-by-name.server'
import type { SearchAnswer } from './search-answer'
import { pageSize, type SearchInput } from './search-query'

/**
 * Finds photos by file name and tag only, for people outside the flag `image-search`.
 * Errors: BAD_REQUEST (no words), QUERY_TOO_LONG.
 */
export async function searchNames(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  input: Pick<SearchInput, 'text' | 'filters' | 'cursor' | 'limit'>,
): Promise<SearchAnswer> {
  const started = performance.now()
  const text = cleanText(input.text ?? '')
  if (!text)
    throw new AppError('BAD_REQUEST', 'There is nothing to search for.', { hint: 'Type some words.' })
  const page = await findByName(
    ctx,
    { actor, filters: cleanFilters(input.filters ?? {}) },
    {
      text,
      after: input.cursor === undefined ? null : readCursor(input.cursor),
      limit: pageSize(input.limit),
    },
  )
  return { model: null, ...page, tookMs: Math.round((performance.now() - started) * 10) / 10 }
}
