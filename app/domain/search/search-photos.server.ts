import type { Actor } from '~/domain/auth/actor'
import { chooseClip } from '~/domain/embeddings/choose-clip.server'
import type { AppContext } from '~/platform/context.server'
import { AppError, isAppError } from '~/platform/errors'
import { bandOf } from './calibrate'
import { cleanFilters, cleanText } from './clean-query'
import { readCursor, writeCursor } from './cursor.server'
import { findByName } from './find-by-name.server'
import { findNearest } from './find-nearest.server'
import { loadFoundPhotos } from './load-found-photos.server'
import { resolveQuery } from './resolve-query.server'
import type { SearchAnswer, SearchResult } from './search-answer'
import { MAX_QUERY_IMAGE_BYTES, pageSize, type SearchInput } from './search-query'

type Context = Pick<AppContext, 'db' | 'env' | 'storage' | 'clip' | 'clipNext'>

/**
 * Finds photos by words, by picture, by another photo, or by words and one of these together; only what the actor may
 * see. Results are banded by the model's calibration of the direction; what does not reach `weak` is no result.
 *
 * While the embedding service is down words are looked for in file names and tags, and the answer says so.
 *
 * Errors: BAD_REQUEST (nothing to search for), QUERY_TOO_LONG, NOT_FOUND (`similarTo`), CONFLICT (the model changed
 * between two pages), IMAGE_* and UNSUPPORTED_TYPE for the query picture.
 */
export async function searchPhotos(
  ctx: Context,
  actor: Actor,
  input: SearchInput,
  signal?: AbortSignal,
): Promise<SearchAnswer> {
  const started = performance.now()
  const query = { ...input, text: cleanText(input.text ?? ''), filters: cleanFilters(input.filters ?? {}) }
  checkQuery(query)
  const limit = pageSize(query.limit)
  const took = () => Math.round((performance.now() - started) * 10) / 10
  const after = query.cursor === undefined ? null : readCursor(query.cursor)

  let resolved
  try {
    resolved = await resolveByModel(ctx, actor, query, signal)
  } catch (error) {
    if (!isAppError(error) || error.code !== 'ML_SERVICE_DOWN') throw error
    const page = await findByName(ctx, { actor, filters: query.filters }, { text: query.text, after, limit })
    return { model: null, ...page, tookMs: took(), degraded: { code: error.code, message: error.message } }
  }

  const { model, vector, scale } = resolved
  if (after && after.model !== model) {
    throw new AppError('CONFLICT', 'The model that reads the pictures was changed since the first page.', {
      hint: 'Start the search again from its first page.',
    })
  }
  const scope = { actor, filters: query.filters, exceptPhotoId: query.similarTo }
  const { neighbours } = await findNearest(ctx, { scope, model, vector, after, limit: limit + 1 })
  const matches = neighbours.flatMap((neighbour) => {
    const band = bandOf(-neighbour.distance, scale)
    return band ? [{ ...neighbour, band }] : []
  })
  const shown = matches.slice(0, limit)
  const photos = await loadFoundPhotos(
    ctx,
    actor,
    shown.map(({ photoId }) => photoId),
  )
  const results = shown.flatMap(({ photoId, distance, band }): SearchResult[] => {
    const photo = photos.get(photoId)
    return photo ? [{ photoId, fileName: photo.fileName, similarity: -distance, band, photo }] : []
  })
  const last = shown.at(-1)
  return {
    model,
    tookMs: took(),
    results,
    nextCursor: last && matches.length > limit ? writeCursor({ ...last, model }) : null,
    noMatch: matches.length === 0 && after === null,
  }
}

/** By the person's model; while the service of the next one is down, the whole query by the current one. */
async function resolveByModel(
  ctx: Context,
  actor: Actor,
  query: SearchInput & { text: string },
  signal?: AbortSignal,
) {
  const clip = await chooseClip(ctx, actor)
  try {
    return await resolveQuery({ ...ctx, clip }, actor, query, signal)
  } catch (error) {
    if (clip === ctx.clip || !isAppError(error) || error.code !== 'ML_SERVICE_DOWN') throw error
    return resolveQuery(ctx, actor, query, signal)
  }
}

function checkQuery({ text, image, similarTo }: SearchInput): void {
  if (!text && !image && !similarTo) {
    throw new AppError('BAD_REQUEST', 'There is nothing to search for.', {
      hint: 'Type some words or add a picture.',
    })
  }
  if (image && similarTo) {
    throw new AppError(
      'BAD_REQUEST',
      'A search takes one picture: a file or a photo of the library, not both.',
    )
  }
  if (image && image.length > MAX_QUERY_IMAGE_BYTES) {
    throw new AppError('FILE_TOO_LARGE', 'The picture to search with is larger than 30 MiB.', {
      hint: 'Search with a smaller copy of it.',
    })
  }
}
